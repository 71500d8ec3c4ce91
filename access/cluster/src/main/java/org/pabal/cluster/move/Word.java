// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.move;

import java.util.Locale;

/// What hosts ask of each other about moves: the operations of the cluster service.
enum Word {
    BEGIN,
    ACCOUNTS,
    BUCKETS,
    COMPARE,
    MISSING,
    BATCH,
    /// The addresses that the account's owner has made.
    ALIASES,
    READY,
    LIVE,
    CANCEL,
    /// Asked by the target of the source.
    STATE,
    /// Asked of any host: that its directory say where an account is.
    SETHOST;

    String operation() {
        return "move." + name().toLowerCase(Locale.ROOT);
    }

    /// What stands before each item of a batch.
    static final int BLOB = 'B';

    static final int PUT = 'P';
    static final int DELETE = 'D';
    static final int COMMIT = 'C';

    // names of arguments and fields
    static final String MOVE = "move";
    static final String ADDRESS = "address";
    static final String ACCOUNT = "account";
    static final String MESSAGES = "messages";
    static final String OCTETS = "octets";
    static final String AFTER = "after";
    static final String SOURCE_STATE = "state";
    static final String HOST = "host";
}
