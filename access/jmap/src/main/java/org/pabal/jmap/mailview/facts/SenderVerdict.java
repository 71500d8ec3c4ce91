// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.mailview.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.pabal.mailauth.results.AuthenticationResults;
import org.pabal.mailauth.results.MethodResult;
import org.pabal.message.Domain;

/// Whether a mail comes from the domain in its From field, by the results that this server found when it
/// arrived. RFC 8601 §2.7; aligned as by RFC 7489 §3.1.
///
/// @param domain that was proved, or that was not; empty where From names none
/// @param details each result that has to do with it
public record SenderVerdict(Code code, Optional<String> domain, List<Detail> details) {
    private static final Set<String> METHODS = Set.of("dmarc", "dkim", "spf", "arc");
    private static final int MAX_DETAILS = 20;

    public enum Code {
        /// DMARC, DKIM or SPF proves the domain.
        VERIFIED,
        /// Nothing proves it, nothing speaks against it.
        UNVERIFIED,
        /// The domain says how its mail is proved, and this one is not.
        FAILED,
        /// It was sent from here, by an account that may use the address.
        OWN;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// @param domain whom the result is about; may be empty
    public record Detail(String method, String result, String domain) {}

    public SenderVerdict {
        details = List.copyOf(details);
    }

    /// Of a mail that was sent from here.
    public static SenderVerdict own(String domain) {
        return new SenderVerdict(Code.OWN, Optional.of(domain), List.of());
    }

    /// @param results that were found and kept; empty for a mail that has not arrived from outside
    /// @param authors the domains of From
    public static SenderVerdict of(Optional<AuthenticationResults> results, List<String> authors) {
        List<MethodResult> all =
                results.map(AuthenticationResults::results).orElse(List.of()).stream()
                        .filter(each -> METHODS.contains(each.method()))
                        .limit(MAX_DETAILS)
                        .toList();
        List<Detail> details = all.stream().map(SenderVerdict::detail).toList();
        if (authors.size() != 1) {
            return new SenderVerdict(Code.UNVERIFIED, Optional.empty(), details);
        }
        String author = ascii(authors.getFirst());
        boolean proved = all.stream().anyMatch(each -> proves(each, author));
        boolean failed =
                all.stream()
                        .anyMatch(each ->
                                each.method().equals("dmarc") && each.result().equals("fail"));
        Code code = failed ? Code.FAILED : proved ? Code.VERIFIED : Code.UNVERIFIED;
        return new SenderVerdict(code, Optional.of(author), details);
    }

    private static Detail detail(MethodResult result) {
        return new Detail(result.method(), result.result(), domainOf(result));
    }

    private static String domainOf(MethodResult result) {
        String named =
                switch (result.method()) {
                    case "dmarc" -> result.property("header", "from").orElse("");
                    case "dkim" ->
                            result.property("header", "d")
                                    .or(() -> result.property("header", "i"))
                                    .orElse("");
                    case "spf" -> result.property("smtp", "mailfrom").orElse("");
                    default -> "";
                };
        return ascii(named.substring(named.lastIndexOf('@') + 1));
    }

    private static boolean proves(MethodResult result, String author) {
        if (!result.result().equals("pass") || author.isEmpty()) {
            return false;
        }
        String domain = domainOf(result);
        return result.method().equals("dmarc")
                ? domain.equals(author)
                : Set.of("dkim", "spf").contains(result.method()) && isAligned(author, domain);
    }

    /// One is the other, or lies below it. A suffix under which others register signs nothing.
    private static boolean isAligned(String author, String domain) {
        return domain.indexOf('.') > 0
                && (author.equals(domain)
                        || author.endsWith("." + domain)
                        || domain.endsWith("." + author));
    }

    private static String ascii(String domain) {
        return Domain.parse(domain).map(Domain::toAscii).orElse(domain).toLowerCase(Locale.ROOT);
    }

    /// Signatures that passed: for who has to know what they cover.
    static List<MethodResult> passedSignatures(Optional<AuthenticationResults> results) {
        List<MethodResult> passed = new ArrayList<>();
        for (MethodResult each : results.map(AuthenticationResults::results).orElse(List.of())) {
            if (each.method().equals("dkim") && each.result().equals("pass")) {
                passed.add(each);
            }
        }
        return passed;
    }
}
