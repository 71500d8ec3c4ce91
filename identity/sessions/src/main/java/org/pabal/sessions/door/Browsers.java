// SPDX-License-Identifier: Apache-2.0
package org.pabal.sessions.door;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pabal.http.HttpExchange;
import org.pabal.sessions.Visitor;

/// Which browser asks, as people call it: `Firefox · Windows`.
final class Browsers {
    /// What only this one says of itself, the most particular first: most say that they are others.
    private static final Map<String, String> PROGRAMS = new LinkedHashMap<>();

    private static final Map<String, String> SYSTEMS = new LinkedHashMap<>();

    static {
        PROGRAMS.put("Edg", "Edge");
        PROGRAMS.put("OPR/", "Opera");
        PROGRAMS.put("SamsungBrowser/", "Samsung Internet");
        PROGRAMS.put("Whale/", "Whale");
        PROGRAMS.put("Vivaldi/", "Vivaldi");
        PROGRAMS.put("FxiOS/", "Firefox");
        PROGRAMS.put("Firefox/", "Firefox");
        PROGRAMS.put("CriOS/", "Chrome");
        PROGRAMS.put("Chrome/", "Chrome");
        PROGRAMS.put("Safari/", "Safari");
        PROGRAMS.put("curl/", "curl");
        SYSTEMS.put("iPhone", "iPhone");
        SYSTEMS.put("iPad", "iPad");
        SYSTEMS.put("Android", "Android");
        SYSTEMS.put("Windows", "Windows");
        SYSTEMS.put("Mac OS X", "macOS");
        SYSTEMS.put("CrOS", "ChromeOS");
        SYSTEMS.put("Linux", "Linux");
    }

    private Browsers() {}

    static Visitor visitor(HttpExchange exchange) {
        return new Visitor(
                name(exchange.header("User-Agent").orElse("")),
                exchange.client().address().getAddress().getHostAddress());
    }

    /// Made of our own words alone: what the field says is shown to nobody.
    static String name(String agent) {
        String program = find(PROGRAMS, agent);
        String system = find(SYSTEMS, agent);
        return program.isEmpty() || system.isEmpty() ? program + system : program + " · " + system;
    }

    private static String find(Map<String, String> words, String agent) {
        return words.entrySet().stream()
                .filter(word -> agent.contains(word.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }
}
