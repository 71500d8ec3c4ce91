// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pabal.dns.Resolver;

/// The keys that domains publish. A record is parsed once as long as it is met again and again: the
/// resolver remembers its text, this its key. Safe for use by many threads.
final class DkimKeys {
    /// RFC 6376 §3.6.2.2 leaves it undefined what several records mean; while a key is replaced there
    /// may be two.
    private static final int MAX_RECORDS = 4;

    private static final int MAX_PARSED = 1_000;

    private final Resolver resolver;
    private final Map<String, KeyRecord> parsed =
            new LinkedHashMap<>(256, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, KeyRecord> eldest) {
                    return size() > MAX_PARSED;
                }
            };

    DkimKeys(Resolver resolver) {
        this.resolver = resolver;
    }

    /// Asks the DNS; blocks.
    ///
    /// @param name such as `s1._domainkey.example.org`
    KeyAnswer ask(String name) {
        return switch (resolver.txt(name)) {
            case Resolver.Answer.Found<String> found -> answer(name, found.records());
            case Resolver.Answer.NoData<String> _, Resolver.Answer.NoSuchName<String> _ ->
                    new KeyAnswer.None(DkimResult.PERMERROR, "no key at " + name);
            case Resolver.Answer.Failed<String> failed ->
                    new KeyAnswer.None(
                            DkimResult.TEMPERROR, "no answer for the key: " + failed.reason());
        };
    }

    private KeyAnswer answer(String name, List<String> records) {
        List<DkimKey> usable = new ArrayList<>();
        String reason = "no key at " + name;
        for (String record : records.subList(0, Math.min(records.size(), MAX_RECORDS))) {
            switch (parsed(record)) {
                case KeyRecord.Usable(var key) -> usable.add(key);
                case KeyRecord.Unusable(var why) -> reason = why;
            }
        }
        return usable.isEmpty()
                ? new KeyAnswer.None(DkimResult.PERMERROR, reason)
                : new KeyAnswer.Keys(usable);
    }

    private KeyRecord parsed(String record) {
        synchronized (parsed) {
            KeyRecord known = parsed.get(record);
            if (known != null) {
                return known;
            }
        }
        KeyRecord fresh = KeyRecord.parse(record);
        synchronized (parsed) {
            parsed.put(record, fresh);
        }
        return fresh;
    }
}
