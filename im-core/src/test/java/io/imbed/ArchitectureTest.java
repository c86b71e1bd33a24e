package io.imbed;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.domain.JavaTypeVariable;
import com.tngtech.archunit.core.domain.properties.HasModifiers;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house that the compiler does not know. Each test says one; ARCHITECTURE.md says why. */
class ArchitectureTest {
    private static final String[] EXPORTED = {"io.imbed", "io.imbed.hook", "io.imbed.spi", "io.imbed.protocol"};

    /** What a public signature may name. Not gson and not slf4j: those are ours to replace. */
    private static final DescribedPredicate<JavaClass> STABLE = resideInAnyPackage(
            Stream.concat(Stream.of(EXPORTED), Stream.of("java..")).toArray(String[]::new));

    private static final JavaClasses MAIN = importMain();

    @Test
    void protocolNeedsNothingElseOfOurs() {
        noClasses()
                .that()
                .resideInAPackage("io.imbed.protocol..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.imbed..").and(not(resideInAPackage("io.imbed.protocol.."))))
                .check(MAIN);
    }

    @Test
    void spiAndHooksNeedNoEngine() {
        noClasses()
                .that()
                .resideInAnyPackage("io.imbed.spi..", "io.imbed.hook..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.imbed.internal..")
                .check(MAIN);
    }

    @Test
    void publicSignaturesNameExportedTypesOnly() {
        classes()
                .that()
                .resideInAnyPackage(EXPORTED)
                .and()
                .arePublic()
                .should(nameOnly(STABLE))
                .check(MAIN);
    }

    @Test
    void coreNeedsNothingButGsonAndSlf4j() {
        classes()
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.imbed..", "com.google.gson..", "org.slf4j..", "org.jspecify..")
                .check(MAIN);
    }

    @Test
    void logsGoToSlf4jOnly() {
        GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
        GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(MAIN);
    }

    @Test
    void nobodySleeps() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "it is Thread.sleep",
                        call -> call.getTargetOwner().isEquivalentTo(Thread.class)
                                && call.getName().equals("sleep")))
                .because("waiting is done on a Scheduler, which tests move by hand")
                .check(MAIN);
    }

    private static ArchCondition<JavaClass> nameOnly(DescribedPredicate<JavaClass> allowed) {
        return new ArchCondition<>("name in public signatures only types of " + allowed.getDescription()) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                report(type, type.getName(), supertypes(type), events);
                report(type, type.getName(), type.getTypeParameters().stream(), events);
                type.getFields().stream()
                        .filter(ArchitectureTest::visible)
                        .forEach(field -> report(type, field.getFullName(), Stream.of(field.getType()), events));
                type.getCodeUnits().stream()
                        .filter(ArchitectureTest::visible)
                        .forEach(unit -> report(type, unit.getFullName(), types(unit), events));
            }

            private void report(
                    JavaClass type, String where, Stream<? extends JavaType> named, ConditionEvents events) {
                named.flatMap(ArchitectureTest::involved)
                        .filter(not(allowed))
                        .distinct()
                        .map(found -> where + " names " + found.getName())
                        .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
            }
        };
    }

    private static boolean visible(HasModifiers member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> supertypes(JavaClass type) {
        return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    }

    private static Stream<JavaType> types(JavaCodeUnit unit) {
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getTypeParameters().stream(),
                        unit.getThrowsClause().getTypes().stream())
                .flatMap(types -> types);
    }

    /** The type with its type arguments and bounds; arrays as what they hold; primitives left out. */
    private static Stream<JavaClass> involved(JavaType type) {
        Stream<JavaClass> raw = type.getAllInvolvedRawTypes().stream();
        if (type instanceof JavaTypeVariable<?> variable) {
            Stream<JavaClass> bounds =
                    variable.getUpperBounds().stream().flatMap(bound -> bound.getAllInvolvedRawTypes().stream());
            raw = Stream.concat(raw, bounds);
        }
        return raw.map(JavaClass::getBaseComponentType).filter(base -> !base.isPrimitive());
    }

    /** By path and not by package: on the module path the class loader lists no packages. */
    private static JavaClasses importMain() {
        try {
            Path classes = Path.of(ImServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new ClassFileImporter().importPath(classes);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
