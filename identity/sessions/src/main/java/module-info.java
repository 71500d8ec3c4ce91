// SPDX-License-Identifier: Apache-2.0

/// Sessions of browsers, second factors and recovery codes.
module org.pabal.sessions {
    requires static org.jspecify;
    requires transitive org.pabal.message;
    requires transitive org.pabal.http;
    requires transitive org.pabal.sasl;
    requires transitive org.pabal.storage;
    requires transitive org.pabal.directory;
    requires transitive tools.jackson.databind;
    requires com.webauthn4j.core;
    requires org.slf4j;

    exports org.pabal.sessions;
    exports org.pabal.sessions.enrolment;
    exports org.pabal.sessions.kept;
    exports org.pabal.sessions.passkey;
    exports org.pabal.sessions.door;
}
