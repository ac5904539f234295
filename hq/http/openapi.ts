/** `/openapi.json`: the document of HQ's API, written by the very schemas that requests are checked by. */
import fastifySwagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const API_VERSION = '1.0.0';

/** Call it before routes are added: it writes down each as it is. */
export async function describeApi(app: FastifyInstance): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Vermilion HQ',
        version: API_VERSION,
        description: 'What mirrors deliver and are told, and what operators read.',
      },
      components: {
        securitySchemes: {
          mirror: { type: 'http', scheme: 'bearer', description: 'Key of an enrolled mirror.' },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
