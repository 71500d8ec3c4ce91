// SPDX-License-Identifier: Apache-2.0

/// JMAP.
module org.pabal.jmap {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.fetch;
    requires transitive org.pabal.http;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.sessions;
    requires transitive org.pabal.sieve;
    requires transitive org.pabal.mailbox;
    requires transitive org.pabal.mda;
    requires transitive org.pabal.mta;
    requires transitive tools.jackson.databind;
    requires com.helger.collection;
    requires com.helger.css;
    requires org.jsoup;
    requires org.pabal.filter;
    requires org.pabal.mailauth;
    requires org.pabal.spam;
    requires org.slf4j;

    exports org.pabal.jmap;
    exports org.pabal.jmap.alias;
    exports org.pabal.jmap.check;
    exports org.pabal.jmap.credential;
    exports org.pabal.jmap.door;
    exports org.pabal.jmap.export;
    exports org.pabal.jmap.imports;
    exports org.pabal.jmap.mailview;
    exports org.pabal.jmap.method;
    exports org.pabal.jmap.protocol;
    exports org.pabal.jmap.sender;
    exports org.pabal.jmap.service;
    exports org.pabal.jmap.uses;
    exports org.pabal.jmap.webhook;
}
