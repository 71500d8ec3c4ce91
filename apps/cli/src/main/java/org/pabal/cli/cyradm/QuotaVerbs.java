// SPDX-License-Identifier: Apache-2.0
package org.pabal.cli.cyradm;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The verbs about limits; storage is counted in units of 1024 octets.
final class QuotaVerbs {
    private static final long UNIT = 1024;

    private final Calls calls;
    private final PrintWriter out;

    QuotaVerbs(Calls calls, PrintWriter out) {
        this.calls = calls;
        this.out = out;
    }

    void list(Given given) throws CyradmException {
        out.println(limits(quota(given, given.count(1, 1).getFirst())));
    }

    void listRoot(Given given) throws CyradmException {
        JsonNode quota = quota(given, given.count(1, 1).getFirst());
        out.println(quota.path("root").asString() + limits(quota));
    }

    private JsonNode quota(Given given, String name) throws CyradmException {
        try {
            return calls.call("mailbox.quota.get", Map.of("name", name));
        } catch (CyradmException refused) {
            throw given.failed(refused.reason());
        }
    }

    private static String limits(JsonNode quota) {
        return limit(quota, "STORAGE", UNIT) + limit(quota, "MESSAGE", 1);
    }

    private static String limit(JsonNode quota, String resource, long unit) {
        JsonNode use = quota.path(resource);
        if (!use.has("limit")) {
            return "";
        }
        long used = (use.path("used").asLong() + unit - 1) / unit;
        long most = use.path("limit").asLong() / unit;
        String percent = most == 0 ? "" : " (" + percent(used, most) + "%)";
        return " " + resource + " " + used + "/" + most + percent;
    }

    /// With as many digits as Perl has.
    private static String percent(long used, long most) {
        return BigDecimal.valueOf(used)
                .multiply(BigDecimal.valueOf(100))
                .divide(BigDecimal.valueOf(most), new MathContext(15, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }

    /// `setquota root 10000`, `setquota root none`, `setquota root STORAGE 10000 MESSAGE 100`: a
    /// resource that is not named has no limit then.
    void set(Given given) throws CyradmException {
        List<String> words = given.count(2, Integer.MAX_VALUE);
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("name", words.getFirst());
        arguments.put("octets", "none");
        arguments.put("messages", "none");
        if (words.size() == 2) {
            boolean none = words.get(1).equals("none");
            arguments.put("octets", none ? "none" : octets(given, words.get(1)));
            out.println(none ? "remove quota" : "quota:" + words.get(1));
        } else if (words.size() % 2 == 0) {
            throw given.usage();
        }
        for (int at = 1; words.size() > 2 && at < words.size(); at += 2) {
            add(given, words.get(at), words.get(at + 1), arguments);
        }
        try {
            calls.call("mailbox.quota.set", arguments);
        } catch (CyradmException refused) {
            throw given.failed(refused.reason());
        }
    }

    private static void add(
            Given given, String resource, String value, Map<String, Object> arguments)
            throws CyradmException {
        boolean none = value.equals("none");
        switch (resource.toUpperCase(Locale.ROOT)) {
            case "STORAGE" -> arguments.put("octets", none ? "none" : octets(given, value));
            case "MESSAGE" ->
                    arguments.put("messages", none ? "none" : Long.toString(number(given, value)));
            default -> throw given.failed(resource + ": only STORAGE and MESSAGE have limits here");
        }
    }

    private static String octets(Given given, String value) throws CyradmException {
        long number = number(given, value);
        return Long.toString(number > Long.MAX_VALUE / UNIT ? Long.MAX_VALUE : number * UNIT);
    }

    private static long number(Given given, String value) throws CyradmException {
        if (!value.matches("[0-9]{1,18}")) {
            throw given.failed(value + ": not a number");
        }
        return Long.parseLong(value);
    }
}
