/**
 * PostgreSQL behind the storage contract: every SQL text, filters compiled to SQL, SQLSTATE to SCIM problem, the doors (connection
 * pools), migrations, the embedded server. The only room with SQL; only {@code Main} and tests may use it.
 */
@NullMarked
package io.sluice.store.pg;

import org.jspecify.annotations.NullMarked;
