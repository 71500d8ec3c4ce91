// SPDX-License-Identifier: Apache-2.0

/// Log-in for other programs: Dovecot's authentication protocol and that of saslauthd.
module org.pabal.authd {
    requires static org.jspecify;
    requires transitive org.pabal.wire;
    requires org.pabal.message;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.directory;
    requires org.slf4j;

    exports org.pabal.authd;
}
