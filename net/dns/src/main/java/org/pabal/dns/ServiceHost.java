// SPDX-License-Identifier: Apache-2.0
package org.pabal.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// Where a service of a domain is had: an SRV record. RFC 2782
///
/// @param priority those of the lowest number come first
/// @param weight how often it is chosen among those of its priority
/// @param host without the final dot; `.` alone where the service is decidedly not offered
public record ServiceHost(int priority, int weight, int port, String host) {

    /// RFC 2782: a target of `.` says that there is no such service at this domain.
    public boolean isOffered() {
        return !host.equals(".");
    }

    /// Those that are offered, in the order in which a client tries them: by priority, and within one by
    /// lot, where those of weight 0 have next to no chance. RFC 2782, "Usage rules"
    public static List<ServiceHost> inOrder(List<ServiceHost> records, RandomGenerator lot) {
        List<ServiceHost> left = new ArrayList<>(records);
        left.removeIf(one -> !one.isOffered());
        left.sort(
                Comparator.comparingInt(ServiceHost::priority)
                        .thenComparingInt(ServiceHost::weight));
        List<ServiceHost> ordered = new ArrayList<>();
        while (!left.isEmpty()) {
            ordered.add(left.remove(drawn(left, lot)));
        }
        return List.copyOf(ordered);
    }

    /// @param left by priority and weight
    /// @return which of those of the first priority
    private static int drawn(List<ServiceHost> left, RandomGenerator lot) {
        int first = left.getFirst().priority();
        List<ServiceHost> equal = left.stream().filter(one -> one.priority() == first).toList();
        int sum = equal.stream().mapToInt(ServiceHost::weight).sum();
        int drawn = lot.nextInt(sum + 1);
        int running = 0;
        for (int i = 0; i < equal.size(); i++) {
            running += equal.get(i).weight();
            if (running >= drawn) {
                return i;
            }
        }
        throw new IllegalStateException("the last sum is that of all");
    }

    @Override
    public String toString() {
        return priority + " " + weight + " " + port + " " + host;
    }
}
