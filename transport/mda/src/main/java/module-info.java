// SPDX-License-Identifier: Apache-2.0

/// Files mail into mailboxes.
module org.pabal.mda {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.sieve;
    requires transitive org.pabal.spam;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.mailbox;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;

    exports org.pabal.mda.programs;
    exports org.pabal.mda.reply;
    exports org.pabal.mda.lab;
    exports org.pabal.mda.scripts;
    exports org.pabal.mda;
    exports org.pabal.mda.agent;
    exports org.pabal.mda.memory;
    exports org.pabal.mda.notes;
    exports org.pabal.mda.notes.format.v1;
}
