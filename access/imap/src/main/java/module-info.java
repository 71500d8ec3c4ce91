// SPDX-License-Identifier: Apache-2.0

/// IMAP4rev1 and IMAP4rev2.
module org.pabal.imap {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.mailbox;
    requires org.slf4j;

    exports org.pabal.imap;
    exports org.pabal.imap.session;
    exports org.pabal.imap.state;
    exports org.pabal.imap.syntax to
            org.pabal.fetch;
}
