// SPDX-License-Identifier: Apache-2.0

/// Mail authentication: SPF, DKIM, DMARC, ARC, SRS and the policies around them.
module org.pabal.mailauth {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.dns;

    exports org.pabal.mailauth.arc;
    exports org.pabal.mailauth.dkim.signing;
    exports org.pabal.mailauth.dkim;
    exports org.pabal.mailauth.dmarc;
    exports org.pabal.mailauth.examination;
    exports org.pabal.mailauth.mtasts;
    exports org.pabal.mailauth.results;
    exports org.pabal.mailauth.spf;
    exports org.pabal.mailauth.srs;
    exports org.pabal.mailauth.tlsrpt;
    exports org.pabal.mailauth;
}
