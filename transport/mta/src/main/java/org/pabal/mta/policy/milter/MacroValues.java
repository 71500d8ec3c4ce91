// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.policy.milter;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.milter.MilterSession;
import org.pabal.mta.policy.MailFacts;
import org.pabal.smtp.ClientFacts;

/// The macros that milters know from sendmail and Postfix, for one mail.
///
/// @param recipient empty before RCPT
record MacroValues(MilterHost host, MailFacts mail, Optional<ForwardPath> recipient)
        implements MilterSession.Macros {

    @Override
    public Optional<String> apply(String name) {
        return value(name).map(MacroValues::octets);
    }

    /// A text as a milter gets it: its octets, each as one char.
    static String octets(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    private Optional<String> value(String name) {
        ClientFacts client = mail.client();
        return switch (name) {
            case "i" -> Optional.of(mail.mailId());
            case "j" -> Optional.of(host.hostname());
            case "v" -> Optional.of(host.version());
            case "s" -> client.greeting();
            case "r" -> Optional.of(client.protocol());
            case "_" ->
                    Optional.of(mail.clientName().get() + " [" + literal(client.remote()) + "]");
            case "{daemon_name}" -> Optional.of(host.service());
            case "{daemon_addr}" -> Optional.of(literal(client.local()));
            case "{daemon_port}" -> Optional.of(Integer.toString(client.local().getPort()));
            case "{client_addr}" -> Optional.of(literal(client.remote()));
            case "{client_port}" -> Optional.of(Integer.toString(client.remote().getPort()));
            case "{client_name}", "{client_ptr}" -> Optional.of(mail.clientName().get());
            case "{tls_version}" -> client.tls().map(tls -> tls.version());
            case "{cipher}" -> client.tls().map(tls -> tls.cipherSuite());
            case "{auth_type}" -> client.authenticated().map(who -> who.mechanism());
            case "{auth_authen}" -> client.authenticated().map(who -> who.authenticationIdentity());
            case "{auth_author}" ->
                    client.authenticated()
                            .map(who -> who.authorizationIdentity())
                            .filter(who -> !who.isEmpty());
            case "f", "{mail_addr}" -> Optional.of(bare(mail.from().toString()));
            case "{mail_host}" -> sender().map(from -> from.domain().name());
            case "{rcpt_addr}" -> recipient.map(to -> bare(to.toString()));
            case "{rcpt_host}" -> recipientAddress().map(to -> to.domain().name());
            case "{mail_mailer}" -> Optional.of("esmtp");
            case "{rcpt_mailer}" -> recipient.map(_ -> "esmtp");
            default -> Optional.empty();
        };
    }

    private Optional<Address> sender() {
        return mail.from() instanceof ReversePath.To(var address)
                ? Optional.of(address)
                : Optional.empty();
    }

    private Optional<Address> recipientAddress() {
        return recipient.isPresent() && recipient.get() instanceof ForwardPath.To(var address)
                ? Optional.of(address)
                : Optional.empty();
    }

    private static String bare(String path) {
        return path.substring(1, path.length() - 1);
    }

    private static String literal(java.net.InetSocketAddress socket) {
        InetAddress address = socket.getAddress();
        String text = address.getHostAddress();
        int scope = text.indexOf('%');
        return scope < 0 ? text : text.substring(0, scope);
    }
}
