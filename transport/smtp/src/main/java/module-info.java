// SPDX-License-Identifier: Apache-2.0

/// SMTP and LMTP, both ends.
module org.pabal.smtp {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.wire;
    requires transitive org.pabal.sasl;
    requires org.slf4j;

    exports org.pabal.smtp;
}
