// SPDX-License-Identifier: Apache-2.0

/// Full-text search behind the mailbox model's contract.
module org.pabal.search {
    requires static org.jspecify;
    requires transitive org.pabal.mailbox;
    requires java.logging;
    requires org.apache.lucene.core;
    requires org.slf4j;

    exports org.pabal.search;
}
