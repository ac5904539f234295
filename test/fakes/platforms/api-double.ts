/**
 * Doubles of the platforms' APIs in the shape that they document: access tokens that hold until they are told not to,
 * errors as `errcode` in an answer of 200 or as a status, and all that was asked, for a test to look at.
 */
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';

export interface Asked {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly authorization: string | undefined;
}

export interface ApiDouble {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly asked: Asked[];
  /** The access token that is given out and taken. */
  access: string;
  /** In place of the answer to each call of this path; undefined: as documented. */
  readonly instead: Map<string, (reply: FastifyReply) => unknown>;
  pathsAsked(): string[];
  close(): Promise<void>;
}

type Answers = Readonly<Record<string, (asked: Asked, reply: FastifyReply) => unknown>>;

const LASTS_SECONDS = 7200;
const WRONG_TOKEN = 40_014;

/**
 * @param tokenPath where access tokens are given out; null: nowhere, and calls bring theirs in a header
 * @param answers by path, to whoever has the token
 */
export async function openApiDouble(tokenPath: string | null, answers: Answers): Promise<ApiDouble> {
  const app = fastify();
  const double = { asked: [] as Asked[], access: 'ACCESS_1', instead: new Map() };

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const path = request.url.split('?', 1)[0] as string;
    const { body, headers } = request;
    const { authorization } = headers;
    const asked: Asked = { path, query: request.query as Record<string, string>, body, authorization };
    double.asked.push(asked);
    const instead = double.instead.get(path);
    if (instead !== undefined) return instead(reply);
    if (tokenPath === null && authorization !== `Bearer ${double.access}`) return reply.code(401).send({});
    if (path === tokenPath)
      return { errcode: 0, errmsg: 'ok', access_token: double.access, expires_in: LASTS_SECONDS };
    if (tokenPath !== null && asked.query.access_token !== double.access)
      return { errcode: WRONG_TOKEN, errmsg: 'invalid access_token' };
    return answers[path]?.(asked, reply) ?? reply.code(404).send();
  }

  app.all('*', answer);
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  return Object.assign(double, {
    address,
    pathsAsked: () => double.asked.map(({ path }) => path),
    close: () => app.close(),
  });
}
