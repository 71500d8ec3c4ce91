// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.pabal.sieve.Script;

/// The compiled scripts of accounts, by name; and that an account has no active one.
final class CompiledScripts {
    /// About as much memory, as far as can be guessed.
    private static final long MAX_OCTETS = 128L << 20;

    /// What an account costs without any script.
    private static final int ACCOUNT_OCTETS = 256;

    /// How much larger a compiled script is than its text.
    private static final int GROWTH = 8;

    /// Where the active script stands, which has its own name too: no name is empty.
    static final String ACTIVE = "";

    private final InstantSource clock;
    private final Cache<Long, Map<String, Optional<LoadedScript>>> accounts =
            Caffeine.newBuilder()
                    .maximumWeight(MAX_OCTETS)
                    .weigher((Long _, Map<String, Optional<LoadedScript>> scripts) ->
                            weight(scripts))
                    .build();

    CompiledScripts(InstantSource clock) {
        this.clock = clock;
    }

    private static int weight(Map<String, Optional<LoadedScript>> scripts) {
        long octets = ACCOUNT_OCTETS;
        for (Optional<LoadedScript> script : scripts.values()) {
            octets += script.map(LoadedScript::octets).orElse(0) * (long) GROWTH;
        }
        return (int) Math.min(Integer.MAX_VALUE, octets);
    }

    /// @param script empty where it is known that there is none
    record Known(Optional<Script> script) {}

    /// @return empty when it is not known, or not any more
    Optional<Known> known(long account, String name) {
        Map<String, Optional<LoadedScript>> scripts = accounts.getIfPresent(account);
        if (scripts == null || !scripts.containsKey(name)) {
            return Optional.empty();
        }
        Optional<LoadedScript> script = scripts.getOrDefault(name, Optional.empty());
        return script.isEmpty() || script.get().isCurrent(clock.instant())
                ? Optional.of(new Known(script.map(LoadedScript::script)))
                : Optional.empty();
    }

    /// Under the lock of the account.
    void remember(long account, String name, Optional<LoadedScript> script) {
        Map<String, Optional<LoadedScript>> scripts =
                new HashMap<>(Optional.ofNullable(accounts.getIfPresent(account)).orElse(Map.of()));
        scripts.put(name, script);
        accounts.put(account, Map.copyOf(scripts));
    }

    void forget(long account) {
        accounts.invalidate(account);
    }
}
