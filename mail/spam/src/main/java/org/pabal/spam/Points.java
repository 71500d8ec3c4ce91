// SPDX-License-Identifier: Apache-2.0
package org.pabal.spam;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The points that an operator gives to tests instead of their own, by the tests' names.
///
/// @param byTest 0 lets a test inform only
public record Points(Map<String, Double> byTest) {
    public static final Points AS_THEY_ARE = new Points(Map.of());

    private static final Pattern ENTRY =
            Pattern.compile("\\s*([A-Z0-9_]+)\\s*=\\s*(-?[0-9]{1,4}(?:\\.[0-9]{1,3})?)\\s*");

    public Points {
        byTest = Map.copyOf(byTest);
    }

    /// @param texts such as `SPF_FAIL=1.5`
    /// @throws IllegalArgumentException naming the one that is not so, or is named twice
    public static Points parse(List<String> texts) {
        Map<String, Double> byTest = new HashMap<>();
        for (String text : texts) {
            Matcher entry = ENTRY.matcher(text);
            if (!entry.matches() || !Finding.isName(entry.group(1))) {
                throw new IllegalArgumentException("not of the form SPF_FAIL=1.5: " + text);
            }
            double points = Double.parseDouble(entry.group(2));
            if (byTest.put(entry.group(1), points) != null) {
                throw new IllegalArgumentException("twice: " + entry.group(1));
            }
        }
        return new Points(byTest);
    }

    /// The same findings with these points.
    public List<Finding> weigh(List<Finding> findings) {
        return byTest.isEmpty() ? findings : findings.stream().map(this::weigh).toList();
    }

    private Finding weigh(Finding finding) {
        Double points = byTest.get(finding.test());
        return points == null ? finding : new Finding(finding.test(), points, finding.detail());
    }
}
