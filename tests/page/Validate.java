/* Judges PDF files by veraPDF: java Validate.java FLAVOUR[,FLAVOUR] FILE...; one line of JSON for each file and flavour. */

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Validate {
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        for (int at = 1; at < arguments.length; at++) {
            for (String name : arguments[0].split(",")) {
                judge(new File(arguments[at]), PDFAFlavour.fromString(name));
            }
        }
    }

    private static void judge(File file, PDFAFlavour flavour) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, flavour)) {
            ValidationResult result = Foundries.defaultInstance().createValidator(flavour, false).validate(parser);
            Map<String, String> faults = new TreeMap<>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
                    faults.putIfAbsent(rule, assertion.getMessage() + " @" + assertion.getLocation().getContext());
                }
            }
            System.out.printf("{\"file\": %s, \"flavour\": %s, \"compliant\": %b, \"assertions\": %d, \"faults\": %s}%n",
                    quoted(file.getName()), quoted(flavour.toString()), result.isCompliant(),
                    result.getTotalAssertions(), quoted(faults.toString()));
        }
    }

    private static String quoted(String text) {
        return "\"" + text.replaceAll("[\\p{Cntrl}]", " ").replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
