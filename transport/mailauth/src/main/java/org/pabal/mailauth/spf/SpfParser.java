// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.pabal.mailauth.spf.SpfRecord.Directive;

/// Reads a record. RFC 7208 §12, in the order of its ABNF; for one record.
final class SpfParser {
    /// A term is shown to people up to here.
    private static final int SHOWN_OCTETS = 100;

    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");
    private static final Pattern DIRECTIVE = Pattern.compile("([-+?~]?)([^:/]*)(.*)");
    private static final Pattern CIDR = Pattern.compile("(?:/(\\d+))?(?://(\\d+))?$");

    private final List<Directive> directives = new ArrayList<>();
    private Optional<MacroString> redirect = Optional.empty();
    private Optional<MacroString> explanation = Optional.empty();

    /// `terms = *( 1*SP ( directive / modifier ) )`
    SpfRecord parse(String terms) throws SpfSyntaxException {
        for (String term : terms.split(" +")) {
            if (!term.isEmpty()) {
                requireVisible(term);
                Matcher modifier = MODIFIER.matcher(term);
                if (modifier.matches()) {
                    modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2), term);
                } else {
                    directives.add(directive(term));
                }
            }
        }
        return new SpfRecord(directives, redirect, explanation);
    }

    private static void requireVisible(String term) throws SpfSyntaxException {
        for (int i = 0; i < term.length(); i++) {
            if (!PrintableText.isPrintable(term.charAt(i))) {
                throw new SpfSyntaxException(
                        quoted(term)
                                + " has a character that is not visible ASCII (code "
                                + (int) term.charAt(i)
                                + ")");
            }
        }
    }

    private static String quoted(String term) {
        return "\"" + shown(term) + "\"";
    }

    private static String shown(String term) {
        return PrintableText.of(term, SHOWN_OCTETS);
    }

    /// `modifier = redirect / explanation / unknown-modifier`; the first two once each, §6.
    private void modifier(String name, String value, String term) throws SpfSyntaxException {
        switch (name) {
            case "redirect" -> {
                requireFirst(redirect, name);
                redirect = Optional.of(MacroString.domainSpec(value, shown(term)));
            }
            case "exp" -> {
                requireFirst(explanation, name);
                explanation = Optional.of(MacroString.domainSpec(value, shown(term)));
            }
            default -> MacroString.parse(value, MacroString.Use.TERM, shown(term));
        }
    }

    private static void requireFirst(Optional<MacroString> before, String name)
            throws SpfSyntaxException {
        if (before.isPresent()) {
            throw new SpfSyntaxException("\"" + name + "=\" stands there twice");
        }
    }

    /// `directive = [ qualifier ] mechanism`
    private static Directive directive(String term) throws SpfSyntaxException {
        Matcher parts = DIRECTIVE.matcher(term);
        if (!parts.matches()) {
            throw new SpfSyntaxException(quoted(term) + " is no mechanism");
        }
        SpfResult result =
                switch (parts.group(1)) {
                    case "-" -> SpfResult.FAIL;
                    case "~" -> SpfResult.SOFTFAIL;
                    case "?" -> SpfResult.NEUTRAL;
                    default -> SpfResult.PASS;
                };
        return new Directive(
                shown(term),
                result,
                mechanism(parts.group(2).toLowerCase(Locale.ROOT), parts.group(3), term));
    }

    /// `mechanism = ( all / include / a / mx / ptr / ip4 / ip6 / exists )`
    private static Mechanism mechanism(String name, String rest, String term)
            throws SpfSyntaxException {
        return switch (name) {
            case "all" -> {
                if (!rest.isEmpty()) {
                    throw new SpfSyntaxException(quoted(term) + ": nothing may follow \"all\"");
                }
                yield new Mechanism.All();
            }
            case "include" -> new Mechanism.Include(requiredDomain(rest, term));
            case "exists" -> new Mechanism.Exists(requiredDomain(rest, term));
            case "ptr" -> new Mechanism.Ptr(optionalDomain(rest, term));
            case "a", "mx" -> hosts(name, rest, term);
            case "ip4" -> new Mechanism.Ip(four(rest, term));
            case "ip6" -> new Mechanism.Ip(six(rest, term));
            default ->
                    throw new SpfSyntaxException(
                            quoted(term) + " is no mechanism of SPF" + suggestion(name));
        };
    }

    /// For what people write most.
    private static String suggestion(String name) {
        return switch (name) {
            case "ipv4", "ip" -> "; ip4: is meant";
            case "ipv6" -> "; ip6: is meant";
            case "redirect", "exp" -> "; it is written with \"=\"";
            default -> "";
        };
    }

    private static MacroString requiredDomain(String rest, String term) throws SpfSyntaxException {
        if (!rest.startsWith(":")) {
            throw new SpfSyntaxException(quoted(term) + " lacks a domain");
        }
        return MacroString.domainSpec(rest.substring(1), shown(term));
    }

    private static Optional<MacroString> optionalDomain(String rest, String term)
            throws SpfSyntaxException {
        if (!rest.isEmpty() && !rest.startsWith(":")) {
            throw new SpfSyntaxException(
                    quoted(term) + ": ':' and a domain may follow, or nothing");
        }
        return rest.isEmpty()
                ? Optional.empty()
                : Optional.of(MacroString.domainSpec(rest.substring(1), shown(term)));
    }

    /// `a = "a" [ ":" domain-spec ] [ dual-cidr-length ]`, and so for `mx`.
    private static Mechanism hosts(String name, String rest, String term)
            throws SpfSyntaxException {
        Matcher cidr = CIDR.matcher(rest);
        if (!cidr.find()) {
            throw new SpfSyntaxException(quoted(term) + " is no mechanism");
        }
        DualCidr lengths =
                new DualCidr(
                        length(cidr.group(1), DualCidr.FOUR_BITS, term),
                        length(cidr.group(2), DualCidr.SIX_BITS, term));
        Optional<MacroString> domain = optionalDomain(rest.substring(0, cidr.start()), term);
        return name.equals("a")
                ? new Mechanism.A(domain, lengths)
                : new Mechanism.Mx(domain, lengths);
    }

    private static int length(@Nullable String digits, int most, String term)
            throws SpfSyntaxException {
        return digits == null ? most : DualCidr.length(digits, most, shown(term));
    }

    /// `ip4 = "ip4" ":" ip4-network [ ip4-cidr-length ]`
    private static AddressBlock four(String rest, String term) throws SpfSyntaxException {
        String[] parts = network(rest, DualCidr.FOUR_BITS, term);
        int bits = DualCidr.length(parts[1], DualCidr.FOUR_BITS, shown(term));
        return AddressBlock.four(parts[0], bits).orElseThrow(() -> noAddress(term, "IPv4"));
    }

    /// `ip6 = "ip6" ":" ip6-network [ ip6-cidr-length ]`
    private static AddressBlock six(String rest, String term) throws SpfSyntaxException {
        String[] parts = network(rest, DualCidr.SIX_BITS, term);
        int bits = DualCidr.length(parts[1], DualCidr.SIX_BITS, shown(term));
        return AddressBlock.six(parts[0], bits).orElseThrow(() -> noAddress(term, "IPv6"));
    }

    private static SpfSyntaxException noAddress(String term, String family) {
        return new SpfSyntaxException(quoted(term) + " has no " + family + " address");
    }

    /// The address and the prefix length, which is all of it where none stands.
    private static String[] network(String rest, int bits, String term) throws SpfSyntaxException {
        if (!rest.startsWith(":")) {
            throw new SpfSyntaxException(quoted(term) + " lacks an address");
        }
        int slash = rest.indexOf('/');
        return slash < 0
                ? new String[] {rest.substring(1), Integer.toString(bits)}
                : new String[] {rest.substring(1, slash), rest.substring(slash + 1)};
    }
}
