// SPDX-License-Identifier: Apache-2.0
package org.pabal.tokens;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.TokenHint;
import org.pabal.sasl.TokenJudgement;
import org.pabal.sasl.TokenVerifier;

/// Tokens of any form, which the provider itself judges: RFC 7662. A token that it found good is good
/// here for a minute, or until it expires, without being asked about again; only its SHA-256 is kept.
public final class IntrospectedTokens implements TokenVerifier {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MAX_REMEMBERED = 10_000;
    private static final int MAX_CHARS = 16 * 1024;

    /// Questions at a time; a provider that is slow keeps no more log-ins waiting than this.
    private static final int MAX_QUESTIONS = 32;

    private static final Duration MAX_WAIT = Duration.ofSeconds(5);

    private final TokenRules rules;
    private final ProviderUrl url;
    private final String authorization;
    private final Provider provider;
    private final InstantSource clock;
    private final Semaphore questions = new Semaphore(MAX_QUESTIONS);

    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Remembered> good = new LinkedHashMap<>(); // by the lock

    private record Remembered(TokenJudgement judgement, Instant until) {}

    /// Who we are to the provider. RFC 6749 §2.3.1.
    public record Client(String id, String secret) {
        String authorization() {
            String both = encoded(id) + ":" + encoded(secret);
            return "Basic "
                    + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public String toString() {
            return "client " + id;
        }
    }

    public IntrospectedTokens(
            TokenRules rules,
            ProviderUrl url,
            Client client,
            Provider provider,
            InstantSource clock) {
        this.rules = rules;
        this.url = url;
        this.authorization = client.authorization();
        this.provider = provider;
        this.clock = clock;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public TokenHint hint() {
        return rules.hint();
    }

    @Override
    public TokenJudgement judge(String token) {
        if (token.length() > MAX_CHARS) {
            return TokenJudgement.invalid("it is too long");
        }
        String name = name(token);
        Optional<TokenJudgement> before = remembered(name);
        if (before.isPresent()) {
            return before.get();
        }
        Map<String, Object> claims = ask(token);
        if (!Boolean.TRUE.equals(claims.get("active"))) {
            return TokenJudgement.invalid("the provider says that it is not active");
        }
        Instant now = clock.instant();
        TokenJudgement judgement = rules.judge(claims, TokenRules.Origin.ASKED, now);
        if (judgement instanceof TokenJudgement.Good) {
            remember(name, judgement, until(claims, now));
        }
        return judgement;
    }

    private Map<String, Object> ask(String token) {
        try {
            if (!questions.tryAcquire(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(
                        "the token provider at " + url + " is too slow for as many log-ins");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("stopped while the token provider was asked", stopped);
        }
        try {
            return provider.post(
                    url,
                    authorization,
                    "token=" + encoded(token) + "&token_type_hint=access_token");
        } finally {
            questions.release();
        }
    }

    private static Instant until(Map<String, Object> claims, Instant now) {
        Instant shortly = now.plus(REMEMBERED);
        return TokenRules.time(claims, "exp").filter(shortly::isAfter).orElse(shortly);
    }

    private Optional<TokenJudgement> remembered(String name) {
        Instant now = clock.instant();
        lock.lock();
        try {
            return Optional.ofNullable(good.get(name))
                    .filter(kept -> now.isBefore(kept.until()))
                    .filter(kept -> !now.isBefore(kept.until().minus(REMEMBERED))) // clock set back
                    .map(Remembered::judgement);
        } finally {
            lock.unlock();
        }
    }

    private void remember(String name, TokenJudgement judgement, Instant until) {
        lock.lock();
        try {
            good.remove(name); // so that it becomes the youngest
            good.put(name, new Remembered(judgement, until));
            if (good.size() > MAX_REMEMBERED) {
                good.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private static String name(String token) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("SHA-256 is missing from this Java", missing);
        }
    }
}
