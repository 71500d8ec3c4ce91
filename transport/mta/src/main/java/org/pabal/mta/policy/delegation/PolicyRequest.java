// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.delegation;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.pabal.message.ReversePath;
import org.pabal.mta.policy.MailFacts;
import org.pabal.smtp.ClientFacts;
import org.pabal.wire.TlsFacts;

/// A request with all attributes that Postfix documents.
///
/// @param recipient the address; empty where there is none, or several
/// @param recipients how many are accepted; 0 before DATA, as Postfix has it
/// @param octets of the message, or what the client said before it
record PolicyRequest(
        PolicyStage stage,
        MailFacts mail,
        String recipient,
        int recipients,
        long octets,
        String version) {

    byte[] octetsOnTheWire() {
        ClientFacts client = mail.client();
        boolean greeted = client.greeting().isPresent();
        StringBuilder all = new StringBuilder(1024);
        add(all, "request", "smtpd_access_policy");
        add(all, "protocol_state", stage.state());
        add(all, "protocol_name", client.protocol().contains("SMTP") ? esmtp(client) : "LMTP");
        add(all, "client_address", literal(client.remote()));
        add(all, "client_name", mail.clientName().get());
        add(all, "client_port", Integer.toString(client.remote().getPort()));
        add(all, "reverse_client_name", mail.clientName().get());
        add(all, "server_address", literal(client.local()));
        add(all, "server_port", Integer.toString(client.local().getPort()));
        add(all, "helo_name", greeted ? client.greeting().get() : "");
        add(all, "sender", sender());
        add(all, "recipient", recipient);
        add(all, "recipient_count", Integer.toString(recipients));
        add(all, "queue_id", mail.mailId());
        add(all, "instance", client.sessionId() + "." + mail.mailId());
        add(all, "size", Long.toString(octets));
        add(all, "etrn_domain", "");
        add(all, "stress", "");
        add(all, "sasl_method", client.authenticated().map(who -> who.mechanism()).orElse(""));
        add(
                all,
                "sasl_username",
                client.authenticated().map(who -> who.authenticationIdentity()).orElse(""));
        add(all, "sasl_sender", mail.parameters().auth().orElse(""));
        add(all, "ccert_subject", "");
        add(all, "ccert_issuer", "");
        add(all, "ccert_fingerprint", "");
        add(all, "ccert_pubkey_fingerprint", "");
        add(all, "encryption_protocol", client.tls().map(TlsFacts::version).orElse(""));
        add(all, "encryption_cipher", client.tls().map(TlsFacts::cipherSuite).orElse(""));
        add(all, "encryption_keysize", client.tls().isPresent() ? keySize(client) : "0");
        add(all, "policy_context", "");
        add(all, "mail_version", version);
        all.append('\n');
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String esmtp(ClientFacts client) {
        return client.protocol().equals("SMTP") ? "SMTP" : "ESMTP";
    }

    private static String keySize(ClientFacts client) {
        String suite = client.tls().map(TlsFacts::cipherSuite).orElse("");
        return suite.contains("256") || suite.contains("CHACHA20") ? "256" : "128";
    }

    private String sender() {
        return mail.from() instanceof ReversePath.To(var address) ? address.toString() : "";
    }

    private static String literal(InetSocketAddress socket) {
        String text = socket.getAddress().getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }

    /// A line end or a NUL in a value would be another attribute.
    private static void add(StringBuilder all, String name, String value) {
        all.append(name).append('=');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            all.append(c == '\n' || c == '\r' || c == 0 ? '?' : c);
        }
        all.append('\n');
    }
}
