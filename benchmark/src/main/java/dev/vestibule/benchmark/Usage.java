package dev.vestibule.benchmark;

/**
 * What was used up to a moment, or between two.
 *
 * @param server the server's processor time, in milliseconds
 * @param database that of all of the database's processes
 * @param statements SQL statements, without those that only begin or end a transaction
 * @param commits transactions that wrote something
 * @param wal bytes of write-ahead log
 * @param rows rows in all tables
 */
record Usage(double server, double database, double statements, double commits, double wal, double rows) {

	Usage since(Usage before) {
		return new Usage(this.server - before.server, this.database - before.database,
				this.statements - before.statements, this.commits - before.commits, this.wal - before.wal,
				this.rows - before.rows);
	}

	Usage per(long requests) {
		return new Usage(this.server / requests, this.database / requests, this.statements / requests,
				this.commits / requests, this.wal / requests, this.rows / requests);
	}

	double cpu() {
		return this.server + this.database;
	}

}
