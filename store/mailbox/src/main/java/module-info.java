// SPDX-License-Identifier: Apache-2.0

/// The mailbox model: what IMAP, POP3 and JMAP show.
module org.pabal.mailbox {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.storage;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports org.pabal.mailbox;
    exports org.pabal.mailbox.copy;
    exports org.pabal.mailbox.stored;
    exports org.pabal.mailbox.text;
}
