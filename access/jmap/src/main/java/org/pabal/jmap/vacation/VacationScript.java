// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.vacation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pabal.message.Domain;
import org.pabal.message.mime.HtmlText;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A vacation response as a script of Sieve: who may be answered, how often, and that lists and
/// machines are not, is what RFC 5230 says of its action.
final class VacationScript {
    private static final String BOUNDARY = "=_pabal_vacation_response";
    private static final String HANDLE = "jmap";

    /// Under which it is remembered who was answered.
    static final String MEMORY = "handle " + HANDLE;

    /// Whom the owner has written to. RFC 6134 §2.7
    private static final String KNOWN = "urn:ietf:params:sieve:addrbook:default";

    private static final Base64.Encoder LINES =
            Base64.getMimeEncoder(76, "\r\n".getBytes(StandardCharsets.US_ASCII));

    private VacationScript() {}

    /// @param domain of the owner's address: who has one in it is of the same organization. The reply
    ///     goes to that address, so that nobody outside gets its words by feigning one
    static String of(ObjectNode response, Domain domain) {
        if (!response.path("isEnabled").asBoolean(false)) {
            return "";
        }
        Set<String> required = new LinkedHashSet<>(List.of("vacation"));
        String vacation = vacations(response, domain, required);
        List<String> tests = new ArrayList<>();
        find(response, "fromDate").ifPresent(date -> tests.add(dateTest("ge", date)));
        find(response, "toDate").ifPresent(date -> tests.add(dateTest("lt", date)));
        if (!tests.isEmpty()) {
            required.addAll(List.of("date", "relational"));
            vacation =
                    "if allof (" + String.join(", ", tests) + ", true) {\r\n" + vacation + "}\r\n";
        }
        return required.stream()
                        .map(each -> '"' + each + '"')
                        .collect(Collectors.joining(", ", "require [", "];\r\n"))
                + vacation;
    }

    private static String vacations(ObjectNode response, Domain domain, Set<String> required) {
        String others = vacation(response, response);
        if (response.path(VacationResponses.ONLY_KNOWN).asBoolean(false)) {
            required.addAll(List.of("envelope", "extlists"));
            others = "if envelope :list \"from\" " + quoted(KNOWN) + " {\r\n" + others + "}\r\n";
        }
        if (!(response.path(VacationResponses.ORGANIZATION) instanceof ObjectNode words)) {
            return others;
        }
        required.add("envelope");
        return "if envelope :domain :is \"from\" ["
                + quoted(domain.toAscii())
                + ", "
                + quoted(domain.toString())
                + "] {\r\n"
                + vacation(response, words)
                + "} else {\r\n"
                + others
                + "}\r\n";
    }

    private static String vacation(ObjectNode response, ObjectNode words) {
        JsonNode days = response.path(VacationResponses.DAYS);
        return "vacation "
                + (days.isInt() ? ":days " + days.intValue() + " " : "")
                + ":handle "
                + quoted(HANDLE)
                + " "
                + subject(words)
                + body(words)
                + ";\r\n";
    }

    private static Optional<String> find(ObjectNode response, String name) {
        JsonNode value = response.path(name);
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    /// Both are in UTC and of one form up to the seconds.
    private static String dateTest(String relation, String date) {
        return "currentdate :zone \"+0000\" :value \""
                + relation
                + "\" \"iso8601\" "
                + quoted(date.substring(0, 19));
    }

    private static String subject(ObjectNode response) {
        return find(response, "subject")
                .filter(text -> !text.isBlank())
                .map(text -> ":subject " + quoted(text) + " ")
                .orElse("");
    }

    private static String body(ObjectNode response) {
        Optional<String> html = find(response, "htmlBody").filter(text -> !text.isBlank());
        Optional<String> text = find(response, "textBody").filter(each -> !each.isBlank());
        if (html.isEmpty()) {
            return quoted(text.orElse("I am away and will answer when I am back."));
        }
        String plain = text.orElseGet(() -> HtmlText.of(html.get()));
        return ":mime "
                + quoted(
                        "Content-Type: multipart/alternative; boundary=\""
                                + BOUNDARY
                                + "\"\r\n\r\n"
                                + part("text/plain", plain)
                                + part("text/html", html.get())
                                + "--"
                                + BOUNDARY
                                + "--\r\n");
    }

    private static String part(String type, String content) {
        return "--"
                + BOUNDARY
                + "\r\nContent-Type: "
                + type
                + "; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + LINES.encodeToString(content.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    }

    /// RFC 5228 §2.4.2; lines end in CRLF.
    static String quoted(String text) {
        String lines = text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        return '"' + lines.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
