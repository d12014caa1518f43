use crate::ids::{FieldId, MetricId, PersonId, StatusId, TeamId, TemplateId};
use crate::model::{CustomMetric, FieldDefinition, Status, StatusCategory, Team, Template};

/// What the names in filters, conditions and actions are resolved against: the configuration of a desk.
#[derive(Debug, Clone, Copy, Default)]
pub struct Vocabulary<'a> {
    /// The statuses.
    pub statuses: &'a [Status],
    /// The custom fields.
    pub fields: &'a [FieldDefinition],
    /// The teams.
    pub teams: &'a [Team],
    /// The templates.
    pub templates: &'a [Template],
    /// The metrics of the desk's own.
    pub metrics: &'a [CustomMetric],
    /// Whom `me` means. Nobody in rules, which act for everybody alike.
    pub me: Option<PersonId>,
}

impl<'a> Vocabulary<'a> {
    /// The status with this id.
    pub fn status(&self, id: StatusId) -> Option<&'a Status> {
        self.statuses.iter().find(|status| status.id == id)
    }

    /// The status that a category means when only the category is named: its default, else the first by id.
    pub fn default_status(&self, category: StatusCategory) -> Option<&'a Status> {
        let candidates = self.statuses.iter().filter(|status| status.category == category);
        candidates.min_by_key(|status| (!status.default, status.id))
    }

    /// The custom field with this key.
    pub fn field(&self, key: &str) -> Option<&'a FieldDefinition> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The custom field with this id.
    pub fn field_by_id(&self, id: FieldId) -> Option<&'a FieldDefinition> {
        self.fields.iter().find(|field| field.id == id)
    }

    /// The team with this id.
    pub fn team(&self, id: TeamId) -> Option<&'a Team> {
        self.teams.iter().find(|team| team.id == id)
    }

    /// The metric with this id.
    pub fn metric(&self, id: MetricId) -> Option<&'a CustomMetric> {
        self.metrics.iter().find(|metric| metric.id == id)
    }

    /// The template with this id.
    pub fn template(&self, id: TemplateId) -> Option<&'a Template> {
        self.templates.iter().find(|template| template.id == id)
    }
}
