// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.nio.file.Path;
import java.util.Optional;

/// The certificate of this host, and those of its clients: `tls.*`.
public final class TlsTable {
    static final Section SECTION = new Section();

    public static final Setting<Optional<Path>> TLS_CERTIFICATE =
            SECTION.add(
                    "tls.certificate",
                    Form.FILE,
                    "",
                    "PEM file with the certificate and its chain; read anew when it changes. A"
                            + " self-signed one is made when not set.");
    public static final Setting<Optional<Path>> TLS_KEY =
            SECTION.add(
                    "tls.key",
                    Form.FILE,
                    "",
                    "PEM file with the private key; readable by its owner only.");
    public static final Setting<Optional<Path>> TLS_CLIENT_AUTHORITIES =
            SECTION.add(
                    "tls.client-authorities",
                    Form.FILE,
                    "",
                    "PEM file with the authorities whose client certificates log their owners in, by"
                            + " the mail address in them (SASL EXTERNAL); nobody is asked for one when"
                            + " not set.");
    public static final Setting<Boolean> TLS_CHANNEL_BINDING =
            SECTION.add(
                    "tls.channel-binding",
                    Form.SWITCH,
                    "false",
                    "Whether log-ins bound to the TLS channel (SCRAM-SHA-256-PLUS) are offered. Some"
                            + " clients, mutt 2.2 among them, choose it and then cannot do it.");

    private TlsTable() {}
}
