// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.filtering;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.message.ReversePath;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;
import org.pabal.mta.acceptance.AcceptedRecipient;
import org.pabal.mta.acceptance.AnnouncedMail;
import org.pabal.smtp.HandedOn;
import org.pabal.spam.ArrivalFacts;
import org.pabal.spam.ArrivalFacts.Result;
import org.pabal.spam.OwnDomains;

/// What a front tells of a mail: of its client by XFORWARD, else by the Received field that it has put
/// on top; of who sent it by its Authentication-Results. What it does not tell is not known.
final class HandedOnFacts {
    private static final String RECEIVED = "Received";
    private static final int MAX_CHARS = 1_000;

    /// `from greeting (name [address])`, as Postfix, sendmail and we write it; `name` is `unknown`
    /// where it does not lead back. RFC 5321 §4.4
    private static final Pattern CLIENT =
            Pattern.compile(
                    "^from ([^\\s()]+) \\(([^\\s()\\[\\]]*) ?\\[(?:IPv6:)?([0-9A-Fa-f:.]+)]\\)",
                    Pattern.CASE_INSENSITIVE);

    /// RFC 3848: somebody who has logged in at the front. Whence people send says nothing.
    private static final Pattern LOGGED_IN =
            Pattern.compile(" with [A-Z0-9]*(?:SMTPS?A|LMTPS?A) ", Pattern.CASE_INSENSITIVE);

    private static final String UNKNOWN = "unknown";

    /// Of whom the front got the mail.
    private record Client(Optional<InetAddress> address, String name, String greeting) {
        static final Client NOBODY = new Client(Optional.empty(), "", "");

        /// Programs of the front's own are nobody's client.
        static Client of(String address, String name, String greeting) {
            Optional<InetAddress> read =
                    literal(address)
                            .filter(each -> !each.isLoopbackAddress() && !each.isAnyLocalAddress());
            return read.isEmpty()
                    ? NOBODY
                    : new Client(
                            read,
                            name.equalsIgnoreCase(UNKNOWN) ? "" : name.toLowerCase(Locale.ROOT),
                            greeting);
        }

        private static Optional<InetAddress> literal(String text) {
            boolean tagged = text.regionMatches(true, 0, "IPv6:", 0, 5); // RFC 5321 §4.1.3
            try {
                return Optional.of(InetAddress.ofLiteral(tagged ? text.substring(5) : text));
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
    }

    private HandedOnFacts() {}

    static ArrivalFacts of(
            AnnouncedMail mail, HeaderSection header, Set<String> believed, OwnDomains ownDomains) {
        Client client =
                mail.client()
                        .handedOn()
                        .flatMap(HandedOnFacts::told)
                        .orElseGet(() -> written(header));
        List<MethodResult> results = results(header, believed);
        return new ArrivalFacts(
                client.address(),
                client.name(),
                first(results, "iprev").map(HandedOnFacts::result),
                client.greeting(),
                mail.from() instanceof ReversePath.To(var sender)
                        ? sender.localPart() + "@" + sender.domain().toAscii()
                        : "",
                spf(results, "helo"),
                spf(results, "mailfrom"),
                signers(results),
                (int)
                        results.stream()
                                .filter(each -> each.method().equals("dkim") && isBroken(each))
                                .count(),
                first(results, "arc").map(HandedOnFacts::result),
                first(results, "dmarc").map(HandedOnFacts::dmarc),
                mail.recipients().stream().map(AcceptedRecipient::original).toList(),
                ownDomains,
                mail.at());
    }

    private static Optional<Client> told(HandedOn front) {
        return front.clientAddress()
                .map(address ->
                        Client.of(
                                address,
                                front.clientName().orElse(""),
                                front.greeting().orElse("")));
    }

    private static Client written(HeaderSection header) {
        Optional<String> value = header.first(RECEIVED).map(HeaderField::value);
        if (value.isEmpty()) {
            return Client.NOBODY;
        }
        String text = value.get().substring(0, Math.min(value.get().length(), MAX_CHARS));
        String line = text.strip().replaceAll("\\s+", " ");
        Matcher client = CLIENT.matcher(line);
        return client.find() && !LOGGED_IN.matcher(line).find()
                ? Client.of(client.group(3), client.group(2), client.group(1))
                : Client.NOBODY;
    }

    /// Of the fields at the front's own step: what stands below the Received field before that came with
    /// the mail.
    private static List<MethodResult> results(HeaderSection header, Set<String> believed) {
        List<MethodResult> results = new ArrayList<>();
        int steps = 0;
        for (HeaderField field : header.fields()) {
            steps += field.name().equalsIgnoreCase(RECEIVED) ? 1 : 0;
            if (steps > 1) {
                break;
            }
            if (field.name().equalsIgnoreCase(AuthenticationResults.FIELD)) {
                AuthenticationResults.parse(field.value())
                        .filter(each ->
                                believed.contains(each.authservId().toLowerCase(Locale.ROOT)))
                        .ifPresent(each -> results.addAll(each.results()));
            }
        }
        return results;
    }

    private static Optional<MethodResult> first(List<MethodResult> results, String method) {
        return results.stream().filter(each -> each.method().equals(method)).findFirst();
    }

    /// RFC 8601 §2.7.2
    private static Optional<Result> spf(List<MethodResult> results, String identity) {
        return results.stream()
                .filter(each ->
                        each.method().equals("spf") && each.property("smtp", identity).isPresent())
                .findFirst()
                .map(HandedOnFacts::result);
    }

    /// RFC 8601 §2.7.1: `header.d`, or the end of `header.i`.
    private static List<String> signers(List<MethodResult> results) {
        return results.stream()
                .filter(each -> each.method().equals("dkim") && each.result().equals("pass"))
                .flatMap(each ->
                        each
                                .property("header", "d")
                                .or(() -> each.property("header", "i"))
                                .stream())
                .map(domain -> domain.substring(domain.lastIndexOf('@') + 1))
                .map(domain -> domain.toLowerCase(Locale.ROOT))
                .distinct()
                .toList();
    }

    private static boolean isBroken(MethodResult dkim) {
        return List.of("fail", "permerror", "policy").contains(dkim.result());
    }

    /// What the author's domain asks for is not among the results that others write.
    private static ArrivalFacts.Dmarc dmarc(MethodResult found) {
        return new ArrivalFacts.Dmarc(
                result(found),
                found.property("header", "from").orElse("").toLowerCase(Locale.ROOT),
                false);
    }

    private static Result result(MethodResult found) {
        return switch (found.result()) {
            case "pass" -> Result.PASS;
            case "fail", "hardfail" -> Result.FAIL;
            case "softfail" -> Result.SOFTFAIL;
            case "neutral" -> Result.NEUTRAL;
            case "temperror" -> Result.TEMPERROR;
            case "permerror" -> Result.PERMERROR;
            default -> Result.NONE;
        };
    }
}
