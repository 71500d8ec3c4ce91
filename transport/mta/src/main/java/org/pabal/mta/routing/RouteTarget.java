// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.message.EnhancedStatus;
import org.pabal.smtp.SmtpReply;

/// What the settings say about the way to an address or a domain: the right side of `[routes]`.
public sealed interface RouteTarget {

    /// What a value must be, for whoever wrote another.
    String EXPECTED =
            "\"local\", \"mx\", \"smarthost\", \"host\", \"host:port\", \"smtp:host:port\","
                    + " \"lmtp:host:port\", \"lmtp:unix:/path\", \"pipe:NAME\","
                    + " \"maildir:/path/{domain}/{local}\", \"mbox:/path/{local}\" or"
                    + " \"error:5.1.2 text\"";

    /// As if there were no route: accounts here, mail for others by their exchangers.
    record Local() implements RouteTarget {}

    /// The domain's own mail exchangers, although there is a smarthost.
    record MailExchangers() implements RouteTarget {}

    /// The smarthost of the sender; without one the domain's exchangers.
    record Smarthost() implements RouteTarget {}

    record Fixed(NextHop hop) implements RouteTarget {}

    /// Refused, with a text of the operator's.
    record Refusal(EnhancedStatus status, String text) implements RouteTarget {

        /// RFC 3463 has the class say which: 5 is for good, 4 for now.
        SmtpReply reply() {
            int code = status.isTransient() ? 451 : 550;
            return SmtpReply.of(code, status.toString(), text);
        }
    }

    /// @return empty for anything that is not {@link #EXPECTED}
    static Optional<RouteTarget> parse(String text) {
        return switch (text) {
            case "local" -> Optional.of(new Local());
            case "mx" -> Optional.of(new MailExchangers());
            case "smarthost" -> Optional.of(new Smarthost());
            default -> RouteText.target(text);
        };
    }
}

/// The forms of a target that name something.
final class RouteText {
    private static final Pattern HOST =
            Pattern.compile(
                    "(?<host>\\[[0-9a-fA-F:.]+]|[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)"
                            + "(?::(?<port>\\d{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,31}");
    private static final Pattern ERROR =
            Pattern.compile("([45]\\.\\d{1,3}\\.\\d{1,3}) ([\\x20-\\x7E]{1,200})");
    private static final int SMTP_PORT = 25;
    private static final int LMTP_PORT = 24;

    private RouteText() {}

    static Optional<RouteTarget> target(String text) {
        int colon = text.indexOf(':');
        String rest = text.substring(colon + 1);
        return switch (colon < 0 ? "" : text.substring(0, colon)) {
            case "smtp" -> host(rest, SMTP_PORT, NextHop.Protocol.SMTP);
            case "lmtp" -> rest.startsWith("unix:") ? socket(rest.substring(5)) : lmtp(rest);
            case "pipe" -> pipe(rest);
            case "maildir" -> maildir(rest);
            case "mbox" -> mbox(rest);
            case "error" -> error(rest);
            default -> host(text, SMTP_PORT, NextHop.Protocol.SMTP);
        };
    }

    private static Optional<RouteTarget> lmtp(String text) {
        return host(text, LMTP_PORT, NextHop.Protocol.LMTP);
    }

    private static Optional<RouteTarget> host(
            String text, int presetPort, NextHop.Protocol protocol) {
        Matcher matcher = HOST.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int port =
                matcher.group("port") == null
                        ? presetPort
                        : Integer.parseInt(matcher.group("port"));
        String host = matcher.group("host").replace("[", "").replace("]", "");
        return port < 1 || port > 65_535
                ? Optional.empty()
                : fixed(
                        protocol == NextHop.Protocol.LMTP
                                ? NextHop.Host.lmtp(host, port)
                                : NextHop.Host.of(host, port));
    }

    private static Optional<RouteTarget> socket(String path) {
        return path.startsWith("/") && path.length() < 108 // sun_path
                ? fixed(new NextHop.LmtpSocket(Path.of(path)))
                : Optional.empty();
    }

    private static Optional<RouteTarget> pipe(String name) {
        return NAME.matcher(name).matches() ? fixed(new NextHop.Pipe(name)) : Optional.empty();
    }

    private static Optional<RouteTarget> maildir(String template) {
        return MaildirPath.isTemplate(template)
                ? fixed(new NextHop.Maildir(template))
                : Optional.empty();
    }

    private static Optional<RouteTarget> mbox(String template) {
        return MaildirPath.isTemplate(template) && !template.endsWith("/")
                ? fixed(new NextHop.Mbox(template))
                : Optional.empty();
    }

    private static Optional<RouteTarget> fixed(NextHop hop) {
        return Optional.of(new RouteTarget.Fixed(hop));
    }

    private static Optional<RouteTarget> error(String text) {
        Matcher matcher = ERROR.matcher(text);
        return matcher.matches()
                ? EnhancedStatus.parse(matcher.group(1))
                        .map(status -> new RouteTarget.Refusal(status, matcher.group(2)))
                : Optional.empty();
    }
}
