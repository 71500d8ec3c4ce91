// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pabal.dns.Resolver.Answer;
import org.pabal.dns.Resolver.MailExchanger;
import org.pabal.mailauth.spf.SpfRecord.Directive;

/// One run of `check_host()` with the records it leads to. RFC 7208 §4. For one thread.
final class Evaluation {
    private final SpfLimits limits;
    private final ClientAddress client;
    private final Sender sender;
    private final String receiver;
    private final long seconds;
    private final Queries queries;
    private final Steps steps;

    /// The last term that decided a record by itself: what is behind an `include` that matches.
    private String deciding = "";

    /// @param receiver our own name, `%{r}`
    /// @param seconds the time, `%{t}`
    Evaluation(
            SpfLimits limits,
            ClientAddress client,
            Sender sender,
            String receiver,
            long seconds,
            Queries queries) {
        this.limits = limits;
        this.client = client;
        this.sender = sender;
        this.receiver = receiver;
        this.seconds = seconds;
        this.queries = queries;
        this.steps = new Steps(limits.steps());
    }

    /// Who sends, as macros have it.
    ///
    /// @param localPart never empty
    /// @param domain in A-labels
    /// @param helo as the client gave it
    record Sender(String localPart, String domain, String helo) {

        /// No name in the DNS is made of it. RFC 8616 §4.
        boolean isInternational() {
            return !localPart.chars().allMatch(c -> c < 0x80);
        }
    }

    /// @param term that decided; `default` where none did, empty where there is no record
    /// @param domain whose record decided
    /// @param explanation where the text for a FAIL stands
    record Decision(
            SpfResult result,
            String term,
            String domain,
            String reason,
            Optional<MacroString> explanation) {

        Decision(SpfResult result, String domain, String reason) {
            this(result, "", domain, reason, Optional.empty());
        }
    }

    Steps steps() {
        return steps;
    }

    Decision run(String domain) {
        try {
            return check(domain);
        } catch (CheckEndedException ended) {
            return new Decision(ended.result(), domain, ended.reason());
        }
    }

    /// `check_host()`
    private Decision check(String domain) throws CheckEndedException {
        if (!DnsName.isQualified(domain)) {
            return none(
                    domain, "\"" + PrintableText.of(domain, 100) + "\" is no domain of the DNS");
        }
        List<String> found =
                switch (queries.txt(domain)) {
                    case Answer.Found<String>(var texts) ->
                            texts.stream().filter(SpfRecord::isOne).toList();
                    case Answer.NoData<String> _, Answer.NoSuchName<String> _ -> List.of();
                    case Answer.Failed<String>(var reason) ->
                            throw CheckEndedException.temporary(
                                    "the DNS did not answer for TXT of " + domain + ": " + reason);
                };
        if (found.isEmpty()) {
            return none(domain, domain + " has no SPF record");
        }
        found.forEach(text -> steps.add(domain + ": " + text));
        if (found.size() > 1) {
            throw CheckEndedException.permanent(
                    domain + " has " + found.size() + " SPF records where only one is allowed");
        }
        return evaluate(domain, parse(domain, found.getFirst()));
    }

    private Decision none(String domain, String reason) {
        steps.add(reason);
        return new Decision(SpfResult.NONE, domain, reason);
    }

    private static SpfRecord parse(String domain, String text) throws CheckEndedException {
        try {
            return SpfRecord.parse(text);
        } catch (SpfSyntaxException wrong) {
            throw CheckEndedException.permanent(
                    "the SPF record of " + domain + " is wrong: " + wrong.reason());
        }
    }

    private Decision evaluate(String domain, SpfRecord record) throws CheckEndedException {
        steps.deeper();
        boolean closed = false;
        for (Directive directive : record.directives()) {
            boolean matches = matches(directive, domain);
            steps.add(
                    directive.text()
                            + (matches ? ": match, " + directive.result().word() : ": no match"));
            if (matches) {
                steps.back();
                return decided(directive, domain, record);
            }
            closed |= directive.mechanism() instanceof Mechanism.All;
        }
        Decision decision =
                record.redirect().isPresent() && !closed
                        ? redirected(record.redirect().get(), domain)
                        : new Decision(
                                SpfResult.NEUTRAL,
                                "default",
                                domain,
                                "no term of the SPF record of "
                                        + domain
                                        + " matches "
                                        + client.readable(),
                                Optional.empty());
        steps.back();
        return decision;
    }

    private Decision decided(Directive directive, String domain, SpfRecord record) {
        String says =
                switch (directive.result()) {
                    case PASS -> " is allowed";
                    case FAIL -> " is not allowed";
                    case SOFTFAIL -> " is probably not allowed";
                    case NEUTRAL -> " is neither allowed nor forbidden";
                    case NONE, TEMPERROR, PERMERROR ->
                            throw new IllegalStateException("no qualifier: " + directive);
                };
        boolean include = directive.mechanism() instanceof Mechanism.Include;
        if (!include) {
            deciding = "\"" + directive.text() + "\" of " + domain;
        }
        return new Decision(
                directive.result(),
                directive.text(),
                domain,
                client.readable()
                        + says
                        + " by \""
                        + directive.text()
                        + "\" in the SPF record of "
                        + domain
                        + (include ? ", which comes to " + deciding : ""),
                record.explanation());
    }

    /// RFC 7208 §6.1: the other record decides, with its own explanation.
    private Decision redirected(MacroString target, String domain) throws CheckEndedException {
        String term = "redirect=" + PrintableText.of(target.text(), 100);
        queries.term(term, domain);
        String other = name(target, domain);
        steps.add(term + ":");
        steps.deeper();
        Decision decision = usable(target) ? check(other) : noRecord(other);
        steps.back();
        if (decision.result() == SpfResult.NONE) {
            throw CheckEndedException.permanent(
                    "\"" + term + "\" of " + domain + " leads nowhere: " + decision.reason());
        }
        return decision;
    }

    private static Decision noRecord(String domain) {
        return new Decision(
                SpfResult.NONE, domain, "the sender's name cannot stand in a name of the DNS");
    }

    private boolean matches(Directive directive, String domain) throws CheckEndedException {
        String term = directive.text();
        return switch (directive.mechanism()) {
            case Mechanism.All _ -> true;
            case Mechanism.Ip(var block) -> block.contains(client.address());
            case Mechanism.Include(var target) -> includes(target, term, domain);
            case Mechanism.A(var target, var cidr) -> {
                queries.term(term, domain);
                yield isHost(target, domain) && hasAddress(name(target, domain), cidr);
            }
            case Mechanism.Mx(var target, var cidr) -> {
                queries.term(term, domain);
                yield isHost(target, domain) && mx(name(target, domain), cidr, term, domain);
            }
            case Mechanism.Ptr(var target) -> {
                queries.term(term, domain);
                yield ptr(name(target, domain));
            }
            case Mechanism.Exists(var target) -> {
                queries.term(term, domain);
                yield isHost(Optional.of(target), domain)
                        && !queries.fours(name(target, domain)).isEmpty();
            }
        };
    }

    /// RFC 7208 §5.2: what the other record passes is a match, what it does not is none.
    private boolean includes(MacroString target, String term, String domain)
            throws CheckEndedException {
        queries.term(term, domain);
        String other = name(target, domain);
        steps.add(term + ":");
        steps.deeper();
        Decision decision = usable(target) ? check(other) : noRecord(other);
        steps.back();
        return switch (decision.result()) {
            case PASS -> true;
            case FAIL, SOFTFAIL, NEUTRAL -> false;
            case NONE, TEMPERROR, PERMERROR ->
                    throw CheckEndedException.permanent(
                            "\""
                                    + term
                                    + "\" of "
                                    + domain
                                    + " leads nowhere: "
                                    + decision.reason());
        };
    }

    /// Names that no host can have are not asked for. RFC 7208 §4.8.
    private boolean isHost(Optional<MacroString> target, String domain) throws CheckEndedException {
        if (target.isPresent() && !usable(target.get())) {
            return false;
        }
        return DnsName.isQualified(name(target, domain));
    }

    /// A local-part beyond ASCII makes no name, so that nothing matches. RFC 8616 §4.
    private boolean usable(MacroString target) {
        return !sender.isInternational() || !target.uses('s') && !target.uses('l');
    }

    private boolean hasAddress(String host, DualCidr cidr) throws CheckEndedException {
        byte[] wanted = client.address().getAddress();
        int bits = client.isFour() ? cidr.four() : cidr.six();
        for (InetAddress address : queries.addresses(host)) {
            if (AddressBlock.agree(address.getAddress(), wanted, bits)) {
                return true;
            }
        }
        return false;
    }

    private boolean mx(String name, DualCidr cidr, String term, String domain)
            throws CheckEndedException {
        List<MailExchanger> exchangers = queries.exchangers(name);
        if (exchangers.size() > limits.exchangers()) {
            throw CheckEndedException.permanent(
                    "\""
                            + term
                            + "\" of "
                            + domain
                            + " leads to more than "
                            + limits.exchangers()
                            + " mail exchangers");
        }
        for (MailExchanger exchanger : exchangers) {
            if (DnsName.isQualified(exchanger.host()) && hasAddress(exchanger.host(), cidr)) {
                return true;
            }
        }
        return false;
    }

    private boolean ptr(String domain) throws CheckEndedException {
        List<String> names = queries.validatedNames(true);
        if (queries.namesFailed()) {
            steps.add("the DNS did not answer for the names of " + client.readable());
        }
        return names.stream().anyMatch(name -> DnsName.isWithin(name, domain));
    }

    private String name(Optional<MacroString> target, String domain) throws CheckEndedException {
        return target.isPresent() ? name(target.get(), domain) : domain;
    }

    private String name(MacroString target, String domain) throws CheckEndedException {
        String validated = target.uses('p') ? validatedName(domain) : "";
        return Macros.name(target, letter -> value(letter, domain, validated));
    }

    /// `%{p}`: the domain itself, a name below it, any other. RFC 7208 §7.3.
    private String validatedName(String domain) throws CheckEndedException {
        List<String> names = new ArrayList<>(queries.validatedNames(false));
        return names.stream()
                .filter(name -> name.equalsIgnoreCase(domain))
                .findFirst()
                .or(() -> names.stream().filter(name -> DnsName.isWithin(name, domain)).findFirst())
                .or(() -> names.stream().findFirst())
                .orElse("unknown");
    }

    private String value(char letter, String domain, String validated) {
        return switch (letter) {
            case 's' -> sender.localPart() + "@" + sender.domain();
            case 'l' -> sender.localPart();
            case 'o' -> sender.domain();
            case 'd' -> domain;
            case 'i' -> client.dotted();
            case 'p' -> validated;
            case 'v' -> client.reverseZone();
            case 'h' -> sender.helo();
            case 'c' -> client.readable();
            case 'r' -> receiver;
            case 't' -> Long.toString(seconds);
            default -> throw new IllegalStateException("no macro: " + letter);
        };
    }

    /// What the domain's owner wants the sender to know. RFC 7208 §6.2: whatever goes wrong, there
    /// is none.
    String explain(Decision decision) {
        if (decision.result() != SpfResult.FAIL || decision.explanation().isEmpty()) {
            return "";
        }
        try {
            return explanation(decision.explanation().get(), decision.domain());
        } catch (CheckEndedException | SpfSyntaxException wrong) {
            steps.add("exp: no explanation, " + wrong.getMessage());
            return "";
        }
    }

    private String explanation(MacroString target, String domain)
            throws CheckEndedException, SpfSyntaxException {
        String name = name(target, domain);
        if (!usable(target) || !DnsName.isQualified(name)) {
            return "";
        }
        if (!(queries.txt(name) instanceof Answer.Found<String>(var texts)) || texts.size() != 1) {
            steps.add("exp: " + name + " does not have the one TXT record");
            return "";
        }
        steps.add("exp: " + name + ": " + texts.getFirst());
        MacroString text =
                MacroString.parse(texts.getFirst(), MacroString.Use.EXPLANATION, "exp=" + name);
        String validated = text.uses('p') ? validatedName(domain) : "";
        return PrintableText.of(
                Macros.expand(text, letter -> value(letter, domain, validated)), MAX_EXPLANATION);
    }

    /// A reply line has 512 octets (RFC 5321 §4.5.3.1.5), and more than a sentence is not read.
    private static final int MAX_EXPLANATION = 400;

    /// For the last lines of the steps.
    void conclude(Decision decision) {
        steps.add(
                "DNS look-ups counted: "
                        + queries.terms()
                        + " of "
                        + limits.lookups()
                        + ", without a record: "
                        + queries.voids()
                        + " of "
                        + limits.voids());
        steps.add(decision.result().word() + ": " + decision.reason());
    }
}
