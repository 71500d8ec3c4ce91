// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pabal.mailauth.TagList;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.message.mime.HeaderField;
import org.pabal.message.mime.HeaderSection;

/// How a list says that one leaves it: List-Unsubscribe, RFC 2369 §3.2, and List-Unsubscribe-Post,
/// RFC 8058 §3.1.
///
/// @param oneClick whether a POST to the address does it, without a page in between: the sender says
///     so, and a signature that passed here covers both fields (RFC 8058 §4)
/// @param url `https:` or `http:`
/// @param mailto as it stands
public record Unsubscription(boolean oneClick, Optional<URI> url, Optional<String> mailto) {
    private static final String WAYS = "List-Unsubscribe";
    private static final String POST = "List-Unsubscribe-Post";
    private static final String SIGNATURE = "DKIM-Signature";
    private static final int MAX_CHARS = 8_000;
    private static final int MAX_SIGNATURES = 20;
    private static final Pattern WAY = Pattern.compile("<([^<>]{1,2000})>");

    /// @param results that were found when the mail arrived
    /// @return empty where no way is named
    public static Optional<Unsubscription> of(
            HeaderSection header, Optional<AuthenticationResults> results) {
        Optional<HeaderField> ways = header.first(WAYS);
        if (ways.isEmpty()) {
            return Optional.empty();
        }
        List<URI> pages = new ArrayList<>();
        Optional<String> mailto = Optional.empty();
        String value = ways.get().value();
        Matcher way = WAY.matcher(value.substring(0, Math.min(value.length(), MAX_CHARS)));
        while (way.find()) {
            String each = way.group(1).replaceAll("\\s", "");
            if (mailto.isEmpty() && each.regionMatches(true, 0, "mailto:", 0, 7)) {
                mailto = Optional.of(each);
            }
            web(each).ifPresent(pages::add);
        }
        Optional<URI> url =
                pages.stream()
                        .filter(Unsubscription::isSecure)
                        .findFirst()
                        .or(() -> pages.stream().findFirst());
        boolean oneClick =
                url.filter(Unsubscription::isSecure).isPresent() && isOneClick(header, results);
        return url.isEmpty() && mailto.isEmpty()
                ? Optional.empty()
                : Optional.of(new Unsubscription(oneClick, url, mailto));
    }

    private static Optional<URI> web(String text) {
        try {
            URI uri = new URI(text);
            boolean web =
                    "https".equalsIgnoreCase(uri.getScheme())
                            || "http".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
        } catch (java.net.URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static boolean isSecure(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme());
    }

    /// Fields that stand twice are not what was signed, or not all of it.
    private static boolean isOneClick(
            HeaderSection header, Optional<AuthenticationResults> results) {
        List<HeaderField> posts = header.all(POST);
        return posts.size() == 1
                && header.all(WAYS).size() == 1
                && posts.getFirst()
                        .value()
                        .replaceAll("\\s", "")
                        .equalsIgnoreCase("List-Unsubscribe=One-Click")
                && SenderVerdict.passedSignatures(results).stream()
                        .anyMatch(passed -> covers(header, passed));
    }

    /// RFC 6008 §4 tells signatures of one domain apart by the beginning of `b=`.
    private static boolean covers(HeaderSection header, MethodResult passed) {
        String domain = passed.property("header", "d").orElse("");
        String begins = passed.property("header", "b").orElse("");
        return !domain.isEmpty()
                && !begins.isEmpty()
                && header.all(SIGNATURE).stream()
                        .limit(MAX_SIGNATURES)
                        .map(field -> TagList.readable(field.value()).tags())
                        .filter(tags -> domain.equalsIgnoreCase(tags.getOrDefault("d", "")))
                        .filter(tags ->
                                tags.getOrDefault("b", "").replaceAll("\\s", "").startsWith(begins))
                        .map(tags -> tags.getOrDefault("h", ""))
                        .anyMatch(Unsubscription::coversBoth);
    }

    private static boolean coversBoth(String fields) {
        List<String> names =
                Arrays.stream(fields.split(":", -1))
                        .map(name -> name.strip().toLowerCase(Locale.ROOT))
                        .toList();
        return names.contains(WAYS.toLowerCase(Locale.ROOT))
                && names.contains(POST.toLowerCase(Locale.ROOT));
    }
}
