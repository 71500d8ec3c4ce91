// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap.method;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Results of queries that were given out a while ago, by a digest of what is in them: with that in
/// hand a client learns exactly how they have changed. Safe for use by many threads. What is
/// forgotten (when there are too many, and with a restart) cannot be calculated, and the client asks
/// for all anew.
public final class RecentLists {
    private static final int MAX_IDS = 500_000;
    private static final int DIGEST_OCTETS = 16;

    private final ReentrantLock lock = new ReentrantLock();

    /// The one that was used longest ago first.
    private final Map<String, List<String>> lists = new LinkedHashMap<>(16, 0.75f, true);

    private int ids;

    /// Notes a list.
    ///
    /// @param account whose it is: equal lists of two accounts are two
    /// @return its name: the query state
    public String remember(String account, List<String> list) {
        String name = digest(account, list);
        lock.lock();
        try {
            if (lists.put(name, list) == null) {
                ids += 1 + list.size();
            }
            Iterator<List<String>> oldest = lists.values().iterator();
            while (ids > MAX_IDS) {
                ids -= 1 + oldest.next().size();
                oldest.remove();
            }
        } finally {
            lock.unlock();
        }
        return name;
    }

    public Optional<List<String>> find(String account, String name) {
        lock.lock();
        try {
            return Optional.ofNullable(lists.get(name))
                    .filter(list -> digest(account, list).equals(name));
        } finally {
            lock.unlock();
        }
    }

    private static String digest(String account, List<String> list) {
        String text = account + " " + String.join(" ", list);
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_OCTETS);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("this Java runtime has no SHA-256", missing);
        }
    }
}
