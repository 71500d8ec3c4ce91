// SPDX-License-Identifier: Apache-2.0
package org.pabal.cluster.format.v1;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.pabal.cluster.HostName;
import org.pabal.cluster.HostService;
import org.pabal.cluster.Member;
import org.pabal.cluster.MemberList;

/// The list of members as text, and with the signature of the authority behind it:
///
/// ```
/// pabal hosts 1
/// version 3 authority mail1
/// host imap key=5f… address=imap.example.org names=mail.example.org ports=lmtp:24,cluster:6424
/// host mail1 key=… address=… names= ports=…
/// signature MEUCIQ…
/// ```
public final class MembersFormat {
    private static final String FIRST_LINE = "pabal hosts 1";
    private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Za-z._:-]{1,253}");
    private static final int MAX_NAMES = 16;

    private MembersFormat() {}

    /// A list with the proof that the authority has made it.
    ///
    /// @param text what is signed
    public record Signed(MemberList list, String text, byte[] signature) {

        /// As it is kept and sent.
        public String whole() {
            return text + "signature " + Base64.getEncoder().encodeToString(signature) + "\n";
        }
    }

    public static String print(MemberList list) {
        StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("version ").append(list.version());
        text.append(" authority ").append(list.authority()).append('\n');
        for (Member member : list.all()) {
            text.append("host ").append(member.name());
            text.append(" key=").append(member.key());
            text.append(" address=").append(member.address());
            text.append(" names=").append(String.join(",", member.names()));
            text.append(" ports=").append(ports(member.ports())).append('\n');
        }
        return text.toString();
    }

    public static String ports(Map<HostService, Integer> ports) {
        return new TreeMap<>(ports)
                .entrySet().stream()
                        .map(each -> each.getKey().word() + ":" + each.getValue())
                        .collect(Collectors.joining(","));
    }

    /// @param whole foreign input; whether the signature is the authority's is still to be seen
    /// @return empty for what is no such list
    public static Optional<Signed> parse(String whole) {
        int behind = whole.lastIndexOf("\nsignature ") + 1;
        String[] last = whole.substring(behind).split(" ", -1);
        if (behind == 0 || last.length != 2 || !last[1].endsWith("\n")) {
            return Optional.empty();
        }
        String text = whole.substring(0, behind);
        try {
            byte[] signature = Base64.getDecoder().decode(last[1].strip().getBytes(UTF_8));
            return list(text).map(list -> new Signed(list, text, signature));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static Optional<MemberList> list(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() < 2
                || lines.size() > MemberList.MAX_MEMBERS + 2
                || !lines.getFirst().equals(FIRST_LINE)) {
            return Optional.empty();
        }
        String[] second = lines.get(1).split(" ", -1);
        if (second.length != 4
                || !second[0].equals("version")
                || !second[1].matches("[0-9]{1,18}")
                || !second[2].equals("authority")
                || HostName.parse(second[3]).isEmpty()) {
            return Optional.empty();
        }
        TreeMap<String, Member> members = new TreeMap<>();
        for (String line : lines.subList(2, lines.size())) {
            Optional<Member> member = member(line);
            if (member.isEmpty() || members.put(member.get().name(), member.get()) != null) {
                return Optional.empty();
            }
        }
        MemberList list = new MemberList(Long.parseLong(second[1]), second[3], members);
        return print(list).equals(text) ? Optional.of(list) : Optional.empty();
    }

    private static Optional<Member> member(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 6 || !words[0].equals("host") || HostName.parse(words[1]).isEmpty()) {
            return Optional.empty();
        }
        Optional<String> key = value(words[2], "key=").filter(KEY.asMatchPredicate());
        Optional<String> address = value(words[3], "address=").filter(MembersFormat::isAddress);
        Optional<Set<String>> names = value(words[4], "names=").flatMap(MembersFormat::names);
        Optional<Map<HostService, Integer>> ports =
                value(words[5], "ports=").flatMap(MembersFormat::parsePorts);
        return key.isPresent() && address.isPresent() && names.isPresent() && ports.isPresent()
                ? Optional.of(
                        new Member(words[1], key.get(), address.get(), names.get(), ports.get()))
                : Optional.empty();
    }

    public static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static Optional<String> value(String word, String name) {
        return word.startsWith(name)
                ? Optional.of(word.substring(name.length()))
                : Optional.empty();
    }

    /// Names with commas between them.
    public static Optional<Set<String>> names(String text) {
        List<String> all = text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
        boolean good =
                all.size() <= MAX_NAMES
                        && all.stream()
                                .allMatch(name ->
                                        HostName.parse(name).filter(name::equals).isPresent());
        return good ? Optional.of(new TreeSet<>(all)) : Optional.empty();
    }

    /// `service:port` with commas between them.
    public static Optional<Map<HostService, Integer>> parsePorts(String text) {
        Map<HostService, Integer> ports = new HashMap<>();
        for (String word : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            String[] parts = word.split(":", -1);
            Optional<HostService> service = HostService.parse(parts[0]);
            if (service.isEmpty() || parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,4}")) {
                return Optional.empty();
            }
            int port = Integer.parseInt(parts[1]);
            if (port > 65_535 || ports.put(service.get(), port) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(ports);
    }
}
