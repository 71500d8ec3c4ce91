// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

/// Finds the name that was meant.
final class Nearest {
    private Nearest() {}

    /// ` (did you mean …?)` when a known name is close.
    static String hint(String name, Iterable<String> candidates) {
        String best = "";
        int least = Math.max(3, name.length() / 3) + 1;
        for (String candidate : candidates) {
            int distance = editDistance(name, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best.isEmpty() ? "" : " (did you mean " + best + "?)";
    }

    private static int editDistance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
