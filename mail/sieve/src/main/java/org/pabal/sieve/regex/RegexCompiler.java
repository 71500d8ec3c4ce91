// SPDX-License-Identifier: Apache-2.0
package org.pabal.sieve.regex;

import java.util.ArrayList;
import java.util.List;

/// From the tree to a program. Repetitions are written out, so its size has a limit.
final class RegexCompiler {
    private static final int MAX_INSTRUCTIONS =
            5_000; // a text of 10 kB then costs 50 million steps

    private final Folding folding;
    private final List<Instruction> program = new ArrayList<>();

    private RegexCompiler(Folding folding) {
        this.folding = folding;
    }

    static List<Instruction> compile(Node node, Folding folding) throws RegexSyntaxException {
        RegexCompiler compiler = new RegexCompiler(folding);
        compiler.add(new Instruction.Save(0));
        compiler.node(node);
        compiler.add(new Instruction.Save(1));
        compiler.add(new Instruction.Match());
        return List.copyOf(compiler.program);
    }

    private int add(Instruction instruction) throws RegexSyntaxException {
        if (program.size() >= MAX_INSTRUCTIONS) {
            throw new RegexSyntaxException("it is too large");
        }
        program.add(instruction);
        return program.size() - 1;
    }

    private void node(Node node) throws RegexSyntaxException {
        switch (node) {
            case Node.Empty() -> {}
            case Node.Literal(int c) -> add(new Instruction.Literal(folding.fold(c)));
            case Node.Any() -> add(new Instruction.Any());
            case Node.Chars(CharSet set) -> add(new Instruction.Chars(set));
            case Node.Assertion(Instruction.Place place) -> add(new Instruction.Assert(place));
            case Node.Sequence(List<Node> nodes) -> {
                for (Node each : nodes) {
                    node(each);
                }
            }
            case Node.Choice(List<Node> nodes) -> choice(nodes);
            case Node.Group(int number, Node inside) -> {
                add(new Instruction.Save(2 * number));
                node(inside);
                add(new Instruction.Save(2 * number + 1));
            }
            case Node.Repeat repeat -> repeat(repeat);
        }
    }

    private void choice(List<Node> nodes) throws RegexSyntaxException {
        List<Integer> jumps = new ArrayList<>();
        for (int i = 0; i < nodes.size() - 1; i++) {
            int split = add(new Instruction.Jump(0));
            node(nodes.get(i));
            jumps.add(add(new Instruction.Jump(0)));
            program.set(split, new Instruction.Split(split + 1, program.size()));
        }
        node(nodes.getLast());
        for (int jump : jumps) {
            program.set(jump, new Instruction.Jump(program.size()));
        }
    }

    private void repeat(Node.Repeat repeat) throws RegexSyntaxException {
        for (int i = 0; i < repeat.min(); i++) {
            node(repeat.node());
        }
        if (repeat.max() < 0) {
            int split = add(new Instruction.Jump(0));
            node(repeat.node());
            add(new Instruction.Jump(split));
            program.set(split, new Instruction.Split(split + 1, program.size()));
            return;
        }
        List<Integer> splits = new ArrayList<>();
        for (int i = repeat.min(); i < repeat.max(); i++) {
            splits.add(add(new Instruction.Jump(0)));
            node(repeat.node());
        }
        for (int split : splits) {
            program.set(split, new Instruction.Split(split + 1, program.size()));
        }
    }
}
