// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;
import org.pabal.message.envelope.DeliverBy;
import org.pabal.message.envelope.MailRequest;
import org.pabal.message.envelope.OriginalRecipient;
import org.pabal.message.envelope.RecipientRequest;

/// Writes commands as a client sends them. RFC 5321 §4.1.1.
public final class CommandWriter {

    private static final long MAX_BY_SECONDS = 999_999_999;

    private CommandWriter() {}

    /// The line with its CRLF.
    static byte[] encode(SmtpCommand command) {
        return (line(command) + "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String line(SmtpCommand command) {
        return switch (command) {
            case SmtpCommand.Ehlo(var name) -> "EHLO " + name;
            case SmtpCommand.Helo(var name) -> "HELO " + name;
            case SmtpCommand.Lhlo(var name) -> "LHLO " + name;
            case SmtpCommand.Mail(var from, var parameters) ->
                    "MAIL FROM:" + path(from) + parameters(parameters);
            case SmtpCommand.Rcpt(var to, var form, var request) ->
                    "RCPT TO:" + path(to) + parameters(request, form);
            case SmtpCommand.Data() -> "DATA";
            case SmtpCommand.Bdat(var octets, var last) -> "BDAT " + octets + (last ? " LAST" : "");
            case SmtpCommand.Rset() -> "RSET";
            case SmtpCommand.Noop() -> "NOOP";
            case SmtpCommand.Vrfy(var argument) -> "VRFY " + argument;
            case SmtpCommand.Expn(var argument) -> "EXPN " + argument;
            case SmtpCommand.Help() -> "HELP";
            case SmtpCommand.Quit() -> "QUIT";
            case SmtpCommand.StartTls() -> "STARTTLS";
            case SmtpCommand.Auth(var mechanism, var response) ->
                    "AUTH " + mechanism + response.map(text -> " " + text).orElse("");
            case SmtpCommand.Etrn(var node) -> "ETRN " + node;
            case SmtpCommand.Xclient(var attributes) -> "XCLIENT" + attributes;
            case SmtpCommand.Xforward(var attributes) -> "XFORWARD" + attributes;
            case SmtpCommand.Retired _, SmtpCommand.HttpRequest _, SmtpCommand.Unparsable _ ->
                    throw new IllegalArgumentException("no client of ours says " + command);
        };
    }

    private static String path(ReversePath from) {
        return switch (from) {
            case ReversePath.Null _ -> "<>";
            case ReversePath.To(var address) -> path(address);
        };
    }

    private static String path(ForwardPath to) {
        return switch (to) {
            case ForwardPath.Postmaster _ -> "<postmaster>";
            case ForwardPath.To(var address) -> path(address);
        };
    }

    /// The domain in A-labels, which every peer understands. RFC 6531 §3.2.
    private static String path(Address address) {
        String whole = address.toString();
        String localPart = whole.substring(0, whole.length() - address.domain().name().length());
        return "<" + localPart + address.domain().toAscii() + ">";
    }

    /// What stands behind the path of MAIL: each parameter with a space before it.
    public static String parameters(MailParameters parameters) {
        StringBuilder text = new StringBuilder();
        parameters.size().ifPresent(octets -> text.append(" SIZE=").append(octets));
        switch (parameters.body()) {
            case SEVEN_BIT -> {}
            case EIGHT_BIT_MIME -> text.append(" BODY=8BITMIME");
            case BINARY_MIME -> text.append(" BODY=BINARYMIME");
        }
        if (parameters.smtpUtf8()) {
            text.append(" SMTPUTF8");
        }
        parameters.auth().ifPresent(who -> text.append(" AUTH=").append(Xtext.encode(who)));
        append(parameters.request(), text);
        return text.toString();
    }

    private static void append(MailRequest request, StringBuilder text) {
        request.returned()
                .ifPresent(content ->
                        text.append(
                                switch (content) {
                                    case FULL -> " RET=FULL";
                                    case HEADERS -> " RET=HDRS";
                                }));
        request.envelopeId().ifPresent(id -> text.append(" ENVID=").append(Xtext.encode(id)));
        if (request.requireTls()) {
            text.append(" REQUIRETLS");
        }
        if (request.priority() != 0) {
            text.append(" MT-PRIORITY=").append(request.priority());
        }
        request.deliverBy().ifPresent(by -> text.append(" BY=").append(deliverBy(by)));
    }

    /// `by-value = by-time";"by-mode[by-trace]`, at most nine digits. RFC 2852 §4.
    private static String deliverBy(DeliverBy by) {
        String mode =
                switch (by.mode()) {
                    case RETURN -> "R";
                    case NOTIFY -> "N";
                };
        long seconds = Math.clamp(by.seconds(), -MAX_BY_SECONDS, MAX_BY_SECONDS);
        return seconds + ";" + mode + (by.trace() ? "T" : "");
    }

    /// What stands behind the path of RCPT: each parameter with a space before it.
    public static String parameters(RecipientRequest request, SmtpCommand.PathForm form) {
        StringBuilder text = new StringBuilder();
        request.notifyOf()
                .ifPresent(events ->
                        text.append(" NOTIFY=")
                                .append(
                                        events.isEmpty()
                                                ? "NEVER"
                                                : events.stream()
                                                        .sorted()
                                                        .map(Enum::name)
                                                        .collect(Collectors.joining(","))));
        request.originalRecipient()
                .ifPresent(original ->
                        text.append(" ORCPT=")
                                .append(original.addressType())
                                .append(';')
                                .append(address(original, form)));
        return text.toString();
    }

    /// An address of type `utf-8` has an encoding of its own. RFC 6533 §3.
    private static String address(OriginalRecipient original, SmtpCommand.PathForm form) {
        return original.addressType().equalsIgnoreCase("utf-8")
                ? UtfAddress.encode(original.address(), form)
                : Xtext.encode(original.address());
    }
}
