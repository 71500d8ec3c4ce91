// SPDX-License-Identifier: Apache-2.0

/// Hosts that trust each other, and accounts that move between them.
module org.pabal.cluster {
    requires static org.jspecify;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.http;
    requires org.pabal.message;
    requires org.pabal.sasl;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.mailbox;
    requires org.slf4j;

    exports org.pabal.cluster;
    exports org.pabal.cluster.alias;
    exports org.pabal.cluster.link;
    exports org.pabal.cluster.member;
    exports org.pabal.cluster.move;
    exports org.pabal.cluster.web;
}
