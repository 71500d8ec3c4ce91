// SPDX-License-Identifier: Apache-2.0

/// SASL mechanisms, both ends, as steps without a socket.
module org.pabal.sasl {
    requires static org.jspecify;
    requires com.ongres.saslprep;

    exports org.pabal.sasl;
}
