// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.tlspolicy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.mtasts.StsPolicy;
import org.pabal.mailauth.mtasts.StsRecord;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsDemand;
import org.pabal.mta.delivery.TlsDemand.Level;
import org.pabal.mta.delivery.TlsFailure;
import org.pabal.mta.delivery.TlsFailure.Kind;
import org.pabal.mta.delivery.TlsPolicies;
import org.pabal.mta.delivery.TlsPolicy;
import org.pabal.mta.tlspolicy.PolicySource.Fetched;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Demands what a domain's MTA-STS policy says. RFC 8461 §5
///
/// A delivery waits for a policy as long as its fetch may take, and only when the domain's record
/// names one that we do not have. A fetch that fails changes nothing: the policy of before holds
/// until its time is over; without one the mail goes as if the domain had none, and the failure is
/// for the report.
public final class StsPolicies implements TlsPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(StsPolicies.class);

    /// When a policy was last used is kept to the day.
    private static final Duration MARK_AFTER = Duration.ofDays(1);

    private final Resolver resolver;
    private final StoredPolicies stored;
    private final Fetches fetches;
    private final InstantSource clock;
    private final TlsPolicies others;

    /// @param others asked for domains without a policy
    public StsPolicies(
            Resolver resolver,
            PolicySource source,
            Storage storage,
            InstantSource clock,
            TlsPolicies others) {
        this.resolver = resolver;
        this.stored = new StoredPolicies(storage);
        this.fetches = new Fetches(source, clock);
        this.clock = clock;
        this.others = others;
    }

    @Override
    public Answer ask(Domain domain, String exchanger) {
        String name = domain.toAscii().toLowerCase(Locale.ROOT);
        try {
            return switch (find(name)) {
                case Found.None _ -> others.ask(domain, exchanger);
                case Found.Policy(var kept) when kept.policy().mode() == StsPolicy.Mode.NONE ->
                        others.ask(domain, exchanger);
                case Found.Policy(var kept) -> demand(kept, exchanger);
                case Found.Trouble(var why) ->
                        reporting(others.ask(domain, exchanger), unknown(name, why));
            };
        } catch (StorageException unreadable) {
            return new Answer.Unknown("the store: " + unreadable.getMessage());
        }
    }

    private static Answer reporting(Answer answer, TlsPolicy policy) {
        return answer instanceof Answer.Use(var demand, _)
                ? new Answer.Use(demand, Optional.of(policy))
                : answer;
    }

    private sealed interface Found {
        record None() implements Found {}

        record Policy(KeptPolicy kept) implements Found {}

        /// There is one, and it could not be had.
        record Trouble(TlsFailure why) implements Found {}
    }

    /// RFC 8461 §5.1
    private Found find(String domain) {
        Instant now = clock.instant();
        Optional<KeptPolicy> kept = stored.read(domain).filter(one -> one.isValid(now));
        Optional<String> id = id(domain);
        if (id.isEmpty() || kept.isPresent() && kept.get().id().equals(id.get())) {
            kept.ifPresent(one -> markUsed(one, now));
            return kept.<Found>map(Found.Policy::new).orElseGet(Found.None::new);
        }
        return switch (fetches.fetch(domain, id.get())) {
            case Fetched.Policy(var policy) ->
                    new Found.Policy(keep(new KeptPolicy(domain, id.get(), policy, now, now)));
            case Fetched.Failed(var why) -> {
                LOG.info(
                        "event=tls-policy-not-fetched domain={} reason=\"{}\"",
                        domain,
                        why.reason());
                yield kept.<Found>map(Found.Policy::new).orElseGet(() -> new Found.Trouble(why));
            }
        };
    }

    /// What the domain's record says now; empty when there is none or it cannot be told.
    private Optional<String> id(String domain) {
        return resolver.txt(StsRecord.nameFor(domain))
                                instanceof Resolver.Answer.Found<String>(var texts)
                        && StsRecord.parse(texts) instanceof StsRecord.Found.One(var record)
                ? Optional.of(record.id())
                : Optional.empty();
    }

    private KeptPolicy keep(KeptPolicy kept) {
        LOG.info(
                "event=tls-policy domain={} mode={} id={} max-age={}s",
                kept.domain(),
                kept.policy().mode().word(),
                kept.id(),
                kept.policy().maxAge().toSeconds());
        stored.keep(kept);
        return kept;
    }

    private void markUsed(KeptPolicy kept, Instant now) {
        if (Duration.between(kept.used(), now).compareTo(MARK_AFTER) > 0) {
            stored.mark(kept.usedAt(now));
        }
    }

    private static Answer demand(KeptPolicy kept, String exchanger) {
        boolean named = kept.policy().names(exchanger);
        Optional<TlsFailure> trouble =
                named
                        ? Optional.empty()
                        : Optional.of(
                                new TlsFailure(
                                        Kind.VALIDATION_FAILURE,
                                        "the MTA-STS policy does not name " + exchanger));
        TlsPolicy policy =
                new TlsPolicy(
                        TlsPolicy.Type.STS,
                        kept.domain(),
                        kept.policy().lines(),
                        kept.policy().exchangers(),
                        trouble);
        if (kept.policy().mode() == StsPolicy.Mode.TESTING) {
            return new Answer.Use(TlsDemand.byMx(Level.TESTING), Optional.of(policy));
        }
        return named
                ? new Answer.Use(TlsDemand.verified(), Optional.of(policy))
                : new Answer.Avoid(
                        "the MTA-STS policy of " + kept.domain() + " does not name it",
                        Optional.of(policy));
    }

    private static TlsPolicy unknown(String domain, TlsFailure why) {
        return new TlsPolicy(TlsPolicy.Type.STS, domain, List.of(), List.of(), Optional.of(why));
    }

    /// Fetches a kept policy anew, whether or not its id has changed. What cannot be fetched stays.
    ///
    /// @return false when it could not be
    boolean refresh(KeptPolicy kept) {
        String id = id(kept.domain()).orElse(kept.id());
        return switch (fetches.fetch(kept.domain(), id)) {
            case Fetched.Policy(var policy) -> {
                stored.keep(
                        new KeptPolicy(kept.domain(), id, policy, clock.instant(), kept.used()));
                yield true;
            }
            case Fetched.Failed(var why) -> {
                LOG.warn(
                        "event=tls-policy-not-refreshed domain={} reason=\"{}\"",
                        kept.domain(),
                        why.reason());
                yield false;
            }
        };
    }

    StoredPolicies stored() {
        return stored;
    }
}
