// SPDX-License-Identifier: Apache-2.0

/// POP3.
module org.pabal.pop3 {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.mailbox;
    requires org.slf4j;

    exports org.pabal.pop3;
}
