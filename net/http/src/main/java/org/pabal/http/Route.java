// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.util.Set;
import java.util.regex.Pattern;

/// Who answers which requests.
///
/// @param methods `GET` stands for HEAD, too
/// @param path a path, or with `/*` at its end all below one
public record Route(Set<String> methods, String path, HttpHandler handler) {
    private static final Pattern PATH = Pattern.compile("(/[^*/]+)*(/|/\\*)?");

    public Route {
        methods = Set.copyOf(methods);
        if (methods.isEmpty() || !path.startsWith("/") || !PATH.matcher(path).matches()) {
            throw new IllegalArgumentException("no route leads to " + path);
        }
    }

    public static Route get(String path, HttpHandler handler) {
        return new Route(Set.of("GET"), path, handler);
    }

    public static Route post(String path, HttpHandler handler) {
        return new Route(Set.of("POST"), path, handler);
    }

    /// @param method such as `DELETE`
    public static Route on(String method, String path, HttpHandler handler) {
        return new Route(Set.of(method), path, handler);
    }

    boolean isPrefix() {
        return path.endsWith("/*");
    }

    /// `/jmap/` of `/jmap/*`.
    String prefix() {
        return path.substring(0, path.length() - 1);
    }
}
