// SPDX-License-Identifier: Apache-2.0

/// Reception, submission, policy, queue, routing, delivery, bounces.
module org.pabal.mta {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.dns;
    requires transitive org.pabal.directory;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.mailbox;
    requires transitive org.pabal.smtp;
    requires transitive org.pabal.mda;
    requires transitive org.pabal.mailauth;
    requires transitive org.pabal.milter;
    requires transitive org.pabal.filter;
    requires transitive org.pabal.spam;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.wire;
    requires java.naming;
    requires java.xml;
    requires org.slf4j;

    exports org.pabal.mta.acceptance;
    exports org.pabal.mta.authentication;
    exports org.pabal.mta.bounce;
    exports org.pabal.mta.breaker;
    exports org.pabal.mta.delivery;
    exports org.pabal.mta.filtering;
    exports org.pabal.mta.greylisting;
    exports org.pabal.mta.imapsieve;
    exports org.pabal.mta.jobs;
    exports org.pabal.mta.ledger;
    exports org.pabal.mta.policy;
    exports org.pabal.mta.policy.delegation;
    exports org.pabal.mta.policy.lists;
    exports org.pabal.mta.policy.milter;
    exports org.pabal.mta.queue;
    exports org.pabal.mta.reception;
    exports org.pabal.mta.relay;
    exports org.pabal.mta.reports;
    exports org.pabal.mta.reports.dmarc;
    exports org.pabal.mta.reports.tls;
    exports org.pabal.mta.routing;
    exports org.pabal.mta.signing;
    exports org.pabal.mta.submission;
    exports org.pabal.mta.tlspolicy;
    exports org.pabal.mta.webhook;
}
