// SPDX-License-Identifier: Apache-2.0

/// ManageSieve.
module org.pabal.managesieve {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.sieve;
    requires transitive org.pabal.mailbox;
    requires transitive org.pabal.mda;
    requires org.slf4j;

    exports org.pabal.managesieve;
}
