// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.search.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// REFERENCES of RFC 5256 §3, step by step as it is worded there, on trees of objects.
final class NaiveReferences {
    private static final class Node {
        @Nullable Node parent;
        final List<Node> children = new ArrayList<>();
        int message = -1;

        boolean isDummy() {
            return message < 0;
        }
    }

    private final ThreadKeys keys;
    private final long[] sent;
    private final Map<String, Node> byId = new HashMap<>();
    private final Node root = new Node();

    private NaiveReferences(ThreadKeys keys, long[] sent) {
        this.keys = keys;
        this.sent = sent;
    }

    static String of(ThreadKeys keys, long[] sent) {
        NaiveReferences threads = new NaiveReferences(keys, sent);
        threads.link();
        threads.prune(threads.root);
        threads.sort(threads.root.children);
        threads.gather();
        threads.sortAll(threads.root);
        StringBuilder out = new StringBuilder();
        for (Node node : threads.root.children) {
            threads.write(node, out);
        }
        return out.toString();
    }

    /// Steps 1 and 2.
    private void link() {
        List<Node> all = new ArrayList<>();
        for (int at = 0; at < keys.count(); at++) {
            Node node = new Node();
            node.message = at;
            keys.id(at).ifPresent(id -> byId.putIfAbsent(id, node));
            all.add(node);
        }
        for (Node node : List.copyOf(all)) {
            Node before = null;
            for (String id : keys.references(node.message)) {
                Node next =
                        byId.computeIfAbsent(
                                id,
                                _ -> {
                                    Node dummy = new Node();
                                    all.add(dummy);
                                    return dummy;
                                });
                if (before != null && next.parent == null) {
                    adopt(before, next);
                }
                before = next;
            }
            if (node.parent != null) {
                node.parent.children.remove(node);
                node.parent = null;
            }
            if (before != null) {
                adopt(before, node);
            }
        }
        for (Node node : all) {
            if (node.parent == null) {
                node.parent = root;
                root.children.add(node);
            }
        }
    }

    private static void adopt(Node parent, Node child) {
        for (Node at = parent; at != null; at = at.parent) {
            if (at == child) {
                return;
            }
        }
        child.parent = parent;
        parent.children.add(child);
    }

    /// Step 3.
    private void prune(Node above) {
        for (Node node : List.copyOf(above.children)) {
            prune(node);
            if (!node.isDummy()) {
                continue;
            }
            if (node.children.isEmpty()) {
                above.children.remove(node);
            } else if (above != root || node.children.size() == 1) {
                above.children.remove(node);
                for (Node child : node.children) {
                    child.parent = above;
                    above.children.add(child);
                }
            }
        }
    }

    private int first(Node node) {
        if (!node.isDummy()) {
            return node.message;
        }
        sort(node.children);
        return node.children.get(0).message;
    }

    /// Step 4.
    private void sort(List<Node> siblings) {
        siblings.sort(
                Comparator.comparingLong((Node node) -> sent[first(node)])
                        .thenComparingInt(this::first));
    }

    /// Step 5.
    private void gather() {
        Map<ThreadKeys.Subject, Node> table = new HashMap<>();
        for (Node node : root.children) {
            ThreadKeys.Subject subject = keys.subject(first(node));
            if (subject.isEmpty()) {
                continue;
            }
            Node known = table.get(subject);
            if (known == null) {
                table.put(subject, node);
            } else if (!known.isDummy() && (node.isDummy() || isReply(known) && !isReply(node))) {
                table.put(subject, node);
            }
        }
        for (Node node : List.copyOf(root.children)) {
            ThreadKeys.Subject subject = keys.subject(first(node));
            if (subject.isEmpty() || table.get(subject) == node) {
                continue;
            }
            Node known = table.get(subject);
            root.children.remove(node);
            if (known.isDummy() && node.isDummy()) {
                known.children.addAll(node.children);
            } else if (known.isDummy() || isReply(node) && !isReply(known)) {
                known.children.add(node);
            } else {
                Node dummy = new Node();
                root.children.remove(known);
                dummy.children.add(known);
                dummy.children.add(node);
                root.children.add(dummy);
                table.put(subject, dummy);
            }
        }
    }

    private boolean isReply(Node node) {
        return !node.isDummy() && keys.isReply(node.message);
    }

    /// Step 6.
    private void sortAll(Node node) {
        node.children.forEach(this::sortAll);
        sort(node.children);
    }

    private void write(Node node, StringBuilder out) {
        out.append('(');
        writeWithin(node, out);
        out.append(')');
    }

    private void writeWithin(Node node, StringBuilder out) {
        if (!node.isDummy()) {
            out.append(node.message + 1);
        }
        if (node.children.size() == 1) {
            out.append(' ');
            writeWithin(node.children.get(0), out);
        } else if (node.children.size() > 1) {
            out.append(node.isDummy() ? "" : " ");
            node.children.forEach(child -> write(child, out));
        }
    }
}
