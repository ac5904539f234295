/**
 * Kysely's dialect for PGlite, one user of its single connection at a time. Kysely's own driver hands that connection to
 * everyone at once: a query beside an open transaction would become a part of it, and two transactions would end each other's.
 */
import type { PGlite } from '@electric-sql/pglite';
import { type DatabaseConnection, type Dialect, PGliteDialect } from 'kysely';

export function pgliteInTurn(pglite: PGlite): Dialect {
  const dialect = new PGliteDialect({ pglite });
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver() {
      const driver = dialect.createDriver();
      const acquire = driver.acquireConnection.bind(driver);
      let last: Promise<void> = Promise.resolve();
      let release = () => {};
      driver.acquireConnection = async (options): Promise<DatabaseConnection> => {
        const before = last;
        const turn = Promise.withResolvers<void>();
        last = turn.promise;
        await before;
        release = turn.resolve;
        return acquire(options);
      };
      driver.releaseConnection = async () => release();
      return driver;
    },
  };
}
