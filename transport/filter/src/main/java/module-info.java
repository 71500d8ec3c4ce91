// SPDX-License-Identifier: Apache-2.0

/// The spam filter at work: whom it asks, what it remembers and learns, what it decides.
module org.pabal.filter {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.spam;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.mailbox;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.dns;
    requires com.github.benmanes.caffeine;
    requires org.slf4j;
    requires tools.jackson.databind;

    exports org.pabal.filter;
    exports org.pabal.filter.connector;
    exports org.pabal.filter.connector.clamd;
    exports org.pabal.filter.connector.rspamd;
    exports org.pabal.filter.connector.spamd;
    exports org.pabal.filter.greylist;
    exports org.pabal.filter.history;
    exports org.pabal.filter.judging;
    exports org.pabal.filter.learning;
    exports org.pabal.filter.lists;
    exports org.pabal.filter.policy;
    exports org.pabal.filter.quarantine;
}
