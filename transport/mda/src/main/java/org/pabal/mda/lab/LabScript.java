// SPDX-License-Identifier: Apache-2.0
package org.pabal.mda.lab;

import org.pabal.sieve.Script;

/// @param name as people are shown it
public record LabScript(String name, Script script) {}
