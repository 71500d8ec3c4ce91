// SPDX-License-Identifier: Apache-2.0

/// Asks the DNS.
module org.pabal.dns {
    requires static org.jspecify;
    requires org.dnsjava;
    requires org.slf4j;

    exports org.pabal.dns;
}
