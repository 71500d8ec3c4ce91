// SPDX-License-Identifier: Apache-2.0

/// Bearer tokens of a configured provider, judged.
module org.pabal.tokens {
    requires static org.jspecify;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.wire;
    requires com.nimbusds.jose.jwt;
    requires org.pabal.message;
    requires org.slf4j;

    exports org.pabal.tokens;
}
