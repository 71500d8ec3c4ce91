// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.nio.charset.StandardCharsets;
import org.pabal.message.Address;
import org.pabal.message.ForwardPath;
import org.pabal.message.ReversePath;

/// Writes commands as a client sends them. RFC 5321 §4.1.1.
final class CommandWriter {

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
            case SmtpCommand.Rcpt(var to, _, _) -> "RCPT TO:" + path(to);
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

    private static String parameters(MailParameters parameters) {
        StringBuilder text = new StringBuilder();
        parameters.size().ifPresent(octets -> text.append(" SIZE=").append(octets));
        if (parameters.body() == MailParameters.Body.EIGHT_BIT_MIME) {
            text.append(" BODY=8BITMIME");
        }
        if (parameters.smtpUtf8()) {
            text.append(" SMTPUTF8");
        }
        parameters.auth().ifPresent(who -> text.append(" AUTH=").append(Xtext.encode(who)));
        return text.toString();
    }
}
