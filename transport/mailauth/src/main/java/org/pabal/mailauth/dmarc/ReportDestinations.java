// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dmarc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.dns.Resolver.Answer;
import org.pabal.message.Address;

/// Which of the addresses that a domain names for its reports want them. RFC 9990 §4.
///
/// A domain could name a victim's address and then send mail that fails everywhere: one outside its
/// organization must have said that it takes the domain's reports. Safe for use by many threads.
public final class ReportDestinations {
    private static final int MAX_LOOKUPS = 60;
    private static final int MAX_NAME = 253;

    private final Resolver resolver;

    public ReportDestinations(Resolver resolver) {
        this.resolver = resolver;
    }

    /// What came of asking.
    public sealed interface Found {
        /// @param uris those of `mailto:`, each address once, in the order of preference; may be none
        record Settled(List<ReportUri> uris) implements Found {}

        /// The DNS did not answer.
        record Later(String reason) implements Found {}
    }

    /// @param policyDomain where the record is published, in A-labels
    public Found of(String policyDomain, List<ReportUri> uris) {
        TreeWalk.Questions questions = new TreeWalk.Questions(resolver, MAX_LOOKUPS);
        Map<Address, ReportUri> wanted = new LinkedHashMap<>();
        for (ReportUri uri : uris) {
            if (uri.address().isEmpty()) {
                continue;
            }
            switch (check(policyDomain, uri, uri.address().get(), questions)) {
                case Found.Later later -> {
                    return later;
                }
                case Found.Settled(var allowed) ->
                        allowed.forEach(each ->
                                each.address().ifPresent(to -> wanted.putIfAbsent(to, each)));
            }
        }
        return new Found.Settled(List.copyOf(wanted.values()));
    }

    private Found check(
            String policyDomain, ReportUri uri, Address address, TreeWalk.Questions questions) {
        String host = address.domain().toAscii();
        Found own = new Found.Settled(List.of(uri));
        if (host.equals(policyDomain)) {
            return own;
        }
        TreeWalk ours = TreeWalk.begin(policyDomain, questions).complete(questions);
        TreeWalk theirs = TreeWalk.begin(host, questions).complete(questions);
        Optional<String> trouble = ours.trouble().or(theirs::trouble);
        if (trouble.isPresent()) {
            return new Found.Later(trouble.get());
        }
        return ours.organization().equals(theirs.organization())
                ? own
                : external(policyDomain, uri, host);
    }

    private Found external(String policyDomain, ReportUri uri, String host) {
        String name = policyDomain + "._report._dmarc." + host;
        if (name.length() > MAX_NAME) {
            return new Found.Settled(List.of());
        }
        return switch (resolver.txt(name)) {
            case Answer.Found<String>(var texts) -> new Found.Settled(allowed(texts, uri, host));
            case Answer.NoData<String> _, Answer.NoSuchName<String> _ ->
                    new Found.Settled(List.of());
            case Answer.Failed<String>(var reason) -> new Found.Later(name + ": " + reason);
        };
    }

    /// The one who gets the reports may name another address of the same host; one of another host
    /// loses both.
    private static List<ReportUri> allowed(List<String> texts, ReportUri uri, String host) {
        List<DmarcRecord> records =
                texts.stream().flatMap(text -> DmarcRecord.parse(text).stream()).toList();
        List<ReportUri> others = new ArrayList<>();
        records.forEach(record -> others.addAll(record.rua()));
        if (others.isEmpty()) {
            return records.isEmpty() ? List.of() : List.of(uri);
        }
        return others.stream()
                .filter(other ->
                        other.address().filter(a -> a.domain().toAscii().equals(host)).isPresent())
                .toList();
    }
}
