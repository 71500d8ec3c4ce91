// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pabal.message.UnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of a provider, fetched when they are needed and kept. Safe for use by many threads; no
/// lock is held while the provider is asked, and one thread at a time asks.
///
/// A key that is not known makes them be fetched anew, so that a provider may change its keys at any
/// time, but at most once a minute: whoever invents key names shall not make us ask on and on.
final class ProviderKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ProviderKeys.class);

    /// A key that the provider has withdrawn is good for so long, and when the provider is out of
    /// reach for so much longer.
    private static final Duration FRESH = Duration.ofHours(1);

    private static final Duration USABLE = Duration.ofHours(24);
    private static final Duration BETWEEN_FETCHES = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 100;

    private final Supplier<Map<String, Object>> source;
    private final InstantSource clock;
    private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);
    private final AtomicReference<@Nullable CompletableFuture<Known>> fetching =
            new AtomicReference<>();

    /// @param fetched when; empty for never
    /// @param tried when last, with or without success
    private record Known(
            List<VerificationKey> keys,
            Optional<Instant> fetched,
            Optional<Instant> tried,
            Optional<UnavailableException> trouble) {
        static final Known NOTHING =
                new Known(List.of(), Optional.empty(), Optional.empty(), Optional.empty());

        boolean isWithin(Duration age, Instant now) {
            return fetched.filter(at -> now.isBefore(at.plus(age))).isPresent();
        }

        /// Also when the clock was set back.
        boolean mayFetch(Instant now) {
            return tried.filter(at -> now.isBefore(at.plus(BETWEEN_FETCHES)) && !now.isBefore(at))
                    .isEmpty();
        }

        List<VerificationKey> fitting(String id, String algorithm) {
            return keys.stream()
                    .filter(key -> id.isEmpty() || key.id().equals(id))
                    .filter(key -> key.algorithms().contains(algorithm))
                    .toList();
        }
    }

    /// @param source gets the JWK set
    ProviderKeys(Supplier<Map<String, Object>> source, InstantSource clock) {
        this.source = source;
        this.clock = clock;
    }

    /// The keys that a token may have been signed with: the one of that name, or where it names
    /// none, all that are good for its algorithm.
    ///
    /// @throws UnavailableException when the keys are not to be had, so that nobody can say
    List<VerificationKey> find(String id, String algorithm) {
        Known now = known.get();
        List<VerificationKey> found = now.fitting(id, algorithm);
        if (!found.isEmpty() && now.isWithin(FRESH, clock.instant())) {
            return found;
        }
        if (now.mayFetch(clock.instant())) {
            now = fetch();
            found = now.fitting(id, algorithm);
        }
        boolean usable = now.isWithin(USABLE, clock.instant());
        if (now.trouble().isPresent() && (found.isEmpty() || !usable)) {
            throw new UnavailableException(
                    String.valueOf(now.trouble().get().getMessage()), now.trouble().get());
        }
        return found;
    }

    /// Who comes while another asks waits for that answer, which comes within the provider's limit.
    private Known fetch() {
        CompletableFuture<Known> mine = new CompletableFuture<>();
        @Nullable CompletableFuture<Known> other = fetching.compareAndExchange(null, mine);
        if (other != null) {
            try {
                return other.join();
            } catch (CompletionException bug) {
                throw new UnavailableException("the provider's keys could not be fetched", bug);
            }
        }
        try {
            boolean justFetched = !known.get().mayFetch(clock.instant()); // by who was before us
            Known fetched = justFetched ? known.get() : ask();
            known.set(fetched);
            mine.complete(fetched);
            return fetched;
        } finally {
            fetching.set(null);
            mine.completeExceptionally(new IllegalStateException("not fetched")); // if it was not
        }
    }

    private Known ask() {
        Known before = known.get();
        try {
            List<VerificationKey> keys = parse(source.get());
            LOG.info("event=token-keys-fetched keys={}", keys.size());
            return new Known(
                    keys,
                    Optional.of(clock.instant()),
                    Optional.of(clock.instant()),
                    Optional.empty());
        } catch (UnavailableException silent) {
            LOG.warn("event=token-keys-unavailable reason=\"{}\"", silent.getMessage());
            return new Known(
                    before.keys(),
                    before.fetched(),
                    Optional.of(clock.instant()),
                    Optional.of(silent));
        }
    }

    private static List<VerificationKey> parse(Map<String, Object> json) {
        try {
            List<JWK> keys = JWKSet.parse(json).getKeys();
            return keys.stream()
                    .limit(MAX_KEYS)
                    .flatMap(key -> VerificationKey.of(key).stream())
                    .toList();
        } catch (ParseException | IllegalArgumentException notKeys) {
            throw new UnavailableException("the token provider sent something else than keys");
        }
    }
}
