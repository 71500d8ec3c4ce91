// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Reads the folder `web` of the class path: of a jar, or of a directory.
final class WebFolder {
    private static final String FOLDER = "web/";

    /// The build writes it last; what it says is not for clients.
    private static final String POLICY = "policy.json";

    /// The pages are meant to be small: more than this is no build of theirs.
    private static final int MAX_FILES = 2000;

    private static final long MAX_OCTETS = 64L << 20;

    private static final Pattern SCRIPT =
            Pattern.compile(
                    "\"([a-z]+)\"\\s*:\\s*\\{[^{}]*\"script\"\\s*:\\s*\"(sha256-[A-Za-z0-9+/=]+)\"");

    private WebFolder() {}

    /// Contents by path, such as `/index.html`; empty when there is no such folder.
    static Map<String, byte[]> ofClassPath(ClassLoader loader) throws IOException {
        URL marker = loader.getResource(FOLDER + POLICY);
        if (marker == null) {
            return Map.of();
        }
        try {
            return switch (marker.getProtocol()) {
                case "file" -> ofDirectory(Path.of(marker.toURI()).resolveSibling(""));
                case "jar" -> ofJar(jar(marker));
                default -> throw new IOException("the web pages cannot be read from " + marker);
            };
        } catch (URISyntaxException e) {
            throw new IOException("the web pages cannot be read from " + marker, e);
        }
    }

    /// `jar:file:/opt/pabal/lib/webmail.jar!/web/policy.json`
    private static Path jar(URL marker) throws URISyntaxException {
        String nested = marker.getPath();
        return Path.of(new URI(nested.substring(0, nested.lastIndexOf("!/"))));
    }

    static Map<String, byte[]> ofDirectory(Path folder) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).limit(MAX_FILES + 1L).toList();
        }
        long octets = 0;
        for (Path file : files) {
            octets += Files.size(file);
            check(files.size(), octets);
            contents.put("/" + folder.relativize(file), Files.readAllBytes(file));
        }
        return contents;
    }

    private static Map<String, byte[]> ofJar(Path jar) throws IOException {
        Map<String, byte[]> contents = new TreeMap<>();
        long octets = 0;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.isDirectory() || !entry.getName().startsWith(FOLDER)) {
                    continue;
                }
                octets += Math.max(0, entry.getSize());
                check(contents.size(), octets);
                try (InputStream in = zip.getInputStream(entry)) {
                    contents.put(
                            "/" + entry.getName().substring(FOLDER.length()), in.readAllBytes());
                }
            }
        }
        return contents;
    }

    private static void check(int files, long octets) throws IOException {
        if (files > MAX_FILES || octets > MAX_OCTETS) {
            throw new IOException("the folder web of the class path is not that of the pages");
        }
    }

    /// The hashes of the cages' scripts, by cage.
    static Map<String, List<String>> scripts(Map<String, byte[]> contents) {
        Map<String, List<String>> scripts = new HashMap<>();
        String policy =
                new String(
                        contents.getOrDefault("/" + POLICY, new byte[0]), StandardCharsets.UTF_8);
        Matcher script = SCRIPT.matcher(policy);
        while (script.find()) {
            scripts.put(script.group(1), List.of(script.group(2)));
        }
        return scripts;
    }
}
