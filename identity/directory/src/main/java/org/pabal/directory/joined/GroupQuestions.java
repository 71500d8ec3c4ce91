// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.pabal.directory.Groups;
import org.pabal.directory.source.DirectorySource;
import org.pabal.directory.source.SourceGroup;
import org.pabal.directory.source.SourceMembers;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.UnavailableException;

/// What a source is asked of its groups. Who belongs to one is taken as it was for as long as an
/// account is, and while the source is down for as long as an account is then; names are asked anew.
///
/// Groups have a gate of their own: one that takes too long to read is no reason to ask for no
/// accounts.
final class GroupQuestions {
    private static final int AT_ONCE = 4;

    /// Members of all groups together, some 100 octets each.
    private static final long MAX_REMEMBERED = 1_000_000;

    private final DirectorySource source;
    private final Terms terms;
    private final Ticker ticker;
    private final Gate gate;
    private final AskedOnce<String, Said> asked;
    private final AskedOnce<String, List<SourceGroup>> listing;
    private final Cache<String, Said> answers;
    private final AtomicLong flushes = new AtomicLong();

    /// What was said of one group.
    ///
    /// @param members empty when it is not there
    /// @param unusable why nobody can tell
    private record Said(
            Optional<SourceMembers> members,
            @Nullable UnusableEntryException unusable,
            long since) {

        int weight() {
            return 10 + members.map(each -> each.keys().size() + each.addresses().size()).orElse(0);
        }
    }

    GroupQuestions(DirectorySource source, Terms terms, Ticker ticker) {
        this.source = source;
        this.terms = terms;
        this.ticker = ticker;
        this.gate = new Gate(source.name(), "members", AT_ONCE, ticker);
        this.asked = new AskedOnce<>(source.name());
        this.listing = new AskedOnce<>(source.name());
        this.answers =
                Caffeine.newBuilder()
                        .maximumWeight(MAX_REMEMBERED)
                        .weigher((String _, Said said) -> said.weight())
                        .expireAfterWrite(Questions.longest(terms))
                        .ticker(ticker)
                        .executor(Runnable::run)
                        .build();
    }

    Optional<SourceGroup> find(Address name) {
        return gate.ask(() -> source.findGroup(name));
    }

    Optional<SourceGroup> group(SourceGroup known) {
        return gate.ask(() -> source.group(known.key(), known.address()));
    }

    /// At most {@link Groups#MAX_LISTED}.
    List<SourceGroup> list() {
        return listing.ask("", () -> gate.ask(this::listed));
    }

    private List<SourceGroup> listed() {
        List<SourceGroup> found = new ArrayList<>();
        source.listGroups(page -> {
            page.stream().limit(Groups.MAX_LISTED - found.size()).forEach(found::add);
            return found.size() < Groups.MAX_LISTED;
        });
        return found;
    }

    /// @return empty for a group that is not there
    /// @throws UnusableEntryException when it cannot be read whole; asked again as late as for others
    Optional<SourceMembers> members(SourceGroup known) {
        Said before = answers.getIfPresent(known.key());
        if (before != null && age(before) < terms.cacheFor().toNanos()) {
            return members(before);
        }
        try {
            return members(asked.ask(known.key(), () -> ask(known)));
        } catch (UnusableEntryException unusable) {
            throw unusable;
        } catch (UnavailableException silent) {
            if (before != null && age(before) < terms.staleFor().toNanos()) {
                return members(before);
            }
            throw silent;
        }
    }

    private Said ask(SourceGroup known) {
        long before = flushes.get();
        Said said = gate.ask(() -> read(known));
        if (flushes.get() == before) {
            answers.put(known.key(), said);
        }
        return said;
    }

    private Said read(SourceGroup known) {
        try {
            return new Said(source.members(known.key(), known.address()), null, ticker.read());
        } catch (UnusableEntryException unusable) {
            return new Said(Optional.empty(), unusable, ticker.read());
        }
    }

    private long age(Said said) {
        return ticker.read() - said.since();
    }

    private static Optional<SourceMembers> members(Said said) {
        if (said.unusable() != null) {
            throw said.unusable();
        }
        return said.members();
    }

    /// Forgets all answers: the next question is asked.
    void flush() {
        flushes.incrementAndGet();
        answers.invalidateAll();
        gate.retryNow();
    }

    Optional<String> trouble() {
        return gate.trouble();
    }
}
