// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.scripts;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.pabal.sieve.Script;

/// A compiled script in memory, with the global scripts that it looked for.
final class LoadedScript {
    /// So old may what is known of the administrator's files be.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Script script;
    private final int octets;
    private final GlobalScripts global;
    private final Map<String, Optional<GlobalScripts.Stamp>> included;
    private volatile Instant looked;
    private volatile boolean changed;

    LoadedScript(
            Script script, int octets, GlobalScripts global, Included included, Instant looked) {
        this.script = script;
        this.octets = octets;
        this.global = global;
        this.included = included.stamps;
        this.looked = looked;
    }

    /// The global scripts that a script asked for, each as it was before it was read.
    static final class Included {
        private final Map<String, Optional<GlobalScripts.Stamp>> stamps = new ConcurrentHashMap<>();

        void add(String name, Optional<GlobalScripts.Stamp> stamp) {
            stamps.putIfAbsent(name, stamp);
        }
    }

    Script script() {
        return script;
    }

    int octets() {
        return octets;
    }

    /// False once a global script has changed. Costs nothing where none is included.
    boolean isCurrent(Instant now) {
        if (included.isEmpty()) {
            return true;
        }
        Instant before = looked;
        if (!changed && (now.isBefore(before) || !now.isBefore(before.plus(LOOK_AGAIN)))) {
            looked = now;
            changed =
                    !included.entrySet().stream()
                            .allMatch(each -> global.stamp(each.getKey()).equals(each.getValue()));
        }
        return !changed;
    }
}
